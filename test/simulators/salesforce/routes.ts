import { type Context, Hono } from 'hono'
import { z } from 'zod'
import { createRecord, deleteRecord, updateRecord } from './change-record.ts'
import { malformed, notFound, Refused, readOnly } from './error.ts'
import type { AuthorEnv } from './oauth.ts'
import { parseSoql } from './soql-parse.ts'
import { runSoql } from './soql-run.ts'
import type { SalesforceWorld } from './state.ts'

/** Nobody writes these; they come of what is written. */
const READ_ONLY: ReadonlySet<string> = new Set(['CaseHistory', 'CaseStatus', 'AssignmentRule'])

const Fields = z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()]))

/** What is still to be fetched of queries, and how many rows one answer has. */
export interface Batches {
  rows: number
  readonly open: Map<string, object[]>
}

/** The resources below `/services/data/v66.0`. */
export function salesforceRoutes(world: SalesforceWorld, batches: Batches): Hono<AuthorEnv> {
  const app = new Hono<AuthorEnv>()
  app.get('/query', c => c.json(answerTo(c, false)))
  app.get('/queryAll', c => c.json(answerTo(c, true)))
  app.get('/query/:locator', c => c.json(rest(c.req.param('locator'))))
  app.get('/connect/organization', c => {
    const { currency } = world.state
    const defaultCurrencyIsoCode = currency
    return c.json({
      features: { multiCurrency: currency === null, defaultCurrencyIsoCode },
      name: 'Acme Support',
    })
  })
  app.get('/sobjects/:object/describe', c => {
    if (!world.state.schema.has(c.req.param('object'))) throw notFound()
    return c.json(world.state.schema.describe(c.req.param('object')))
  })
  app.get('/sobjects/:object/:id', c => {
    const { object, id } = c.req.param()
    const record = world.state.get(object, id)
    const url = `/services/data/v66.0/sobjects/${object}/${record.Id}`
    return c.json({ attributes: { type: object, url }, ...record })
  })
  app.post('/sobjects/:object', async c => {
    if (READ_ONLY.has(c.req.param('object'))) throw readOnly(c.req.param('object'))
    const record = createRecord(world, c.req.param('object'), await fieldsIn(c), c.get('author'))
    return c.json({ id: record.Id, success: true, errors: [] }, 201)
  })
  app.patch('/sobjects/:object/:id', async c => {
    const fields = await fieldsIn(c)
    const unmodifiedSince = c.req.header('if-unmodified-since')
    updateRecord(world, { ...c.req.param(), fields, author: c.get('author'), unmodifiedSince })
    return c.body(null, 204)
  })
  app.delete('/sobjects/:object/:id', c => {
    deleteRecord(world, c.req.param('object'), c.req.param('id'), c.get('author'))
    return c.body(null, 204)
  })
  return app

  function answerTo(c: Context<AuthorEnv>, withDeleted: boolean): object {
    const soql = c.req.query('q')
    if (soql === undefined) throw malformed('A query string has to be specified')
    const { totalSize, rows } = runSoql(parseSoql(soql), { state: world.state, withDeleted })
    return batchOf(rows, totalSize)
  }

  /** The next address names what is left, so that it can be asked for twice. */
  function batchOf(rows: object[], totalSize: number): object {
    const records = rows.slice(0, batches.rows)
    const left = rows.slice(batches.rows)
    if (left.length === 0) return { totalSize, done: true, records }
    const locator = `01g5g00000${String(batches.open.size + 1).padStart(8, '0')}-${batches.rows}`
    batches.open.set(locator, left)
    return { totalSize, done: false, nextRecordsUrl: `/services/data/v66.0/query/${locator}`, records }
  }

  function rest(locator: string): object {
    const left = batches.open.get(locator)
    if (!left) throw new Refused(400, 'INVALID_QUERY_LOCATOR', 'invalid query locator')
    return batchOf(left, left.length)
  }
}

async function fieldsIn(c: Context): Promise<z.infer<typeof Fields>> {
  const parsed = Fields.safeParse(await c.req.json().catch(() => null))
  if (!parsed.success) throw new Refused(400, 'JSON_PARSER_ERROR', 'The request body is no record')
  return parsed.data
}
