import type { Context, Hono } from 'hono'
import type { SimEnv } from '../request-log.ts'
import { noSuch } from './error.ts'
import { decodeForm, type FormObject } from './form.ts'
import { listOf } from './list.ts'
import type { Shelf, Shelved } from './shelf.ts'
import type { SimCustomer, StripeState, StripeWorld } from './state.ts'

const EVENTS_KEPT_SECONDS = 30 * 86_400
const NESTED = 10

/** Everything that can be read under `/v1`. */
export function readRoutes(app: Hono<SimEnv>, { state, clock }: StripeWorld): void {
  const withCharge = (item: { charge: string | null }) => ({
    charge: state.charges.get(item.charge ?? '') ?? null,
  })
  const withSubscriptions = ({ id }: SimCustomer) => ({ subscriptions: subscriptionsOf(state, id) })
  resource(app, { name: 'charge', shelf: state.charges, filters: ['customer', 'payment_intent'] })
  resource(app, { name: 'invoice', shelf: state.invoices, filters: ['customer', 'status'] })
  resource(app, {
    name: 'dispute',
    shelf: state.disputes,
    filters: ['charge', 'payment_intent'],
    expand: { charge: withCharge },
  })
  resource(app, {
    name: 'refund',
    shelf: state.refunds,
    filters: ['charge', 'payment_intent'],
    expand: { charge: withCharge },
  })
  resource(app, {
    name: 'subscription',
    shelf: state.subscriptions,
    filters: ['customer'],
    isShown: ({ status }, query) => hasStatus(status, query.status),
  })
  app.get('/v1/customers/:id', (c, next) => {
    const deleted = state.deletedCustomers.get(c.req.param('id'))
    return deleted ? Promise.resolve(c.json(deleted)) : next()
  })
  resource(app, {
    name: 'customer',
    shelf: state.customers,
    filters: ['email'],
    expand: { subscriptions: withSubscriptions },
  })
  app.use('/v1/events', (_c, next) => {
    for (const [id, { created }] of state.events) {
      if (created < clock.seconds() - EVENTS_KEPT_SECONDS) state.events.delete(id)
    }
    return next()
  })
  resource(app, { name: 'event', shelf: state.events, filters: ['type'] })
  app.get('/v1/account', c => c.json(ACCOUNT))
}

const ACCOUNT = {
  id: 'acct_1SVmeshline',
  object: 'account',
  business_profile: { name: 'Meshline Demo' },
  charges_enabled: true,
  country: 'US',
  default_currency: 'usd',
  email: 'owner@acme-support.example',
  settings: { dashboard: { display_name: 'Meshline Demo', timezone: 'Etc/UTC' } },
  type: 'standard',
}

interface Resource<T extends Shelved> {
  readonly name: string
  readonly shelf: Shelf<T>
  /** Fields a list can be narrowed by. */
  readonly filters: readonly string[]
  readonly isShown?: (item: T, query: FormObject) => boolean
  /** References that can be asked for as objects. */
  readonly expand?: Readonly<Record<string, (item: T) => object>>
}

function resource<T extends Shelved>(
  app: Hono<SimEnv>,
  { name, shelf, filters, isShown, expand }: Resource<T>,
): void {
  const path = `/v1/${name}s`
  const expanded = (item: T, fields: readonly string[]) =>
    Object.assign({}, item, ...fields.map(field => expand?.[field]?.(item)))
  app.get(path, c => {
    const query = queryOf(c)
    const fields = expansions(query).flatMap(field => /^data\.(\w+)$/.exec(field)?.[1] ?? [])
    const isWanted = (item: T) => isLike(item, filters, query) && (isShown?.(item, query) ?? true)
    return c.json(
      listOf(shelf, { url: path, query, isShown: isWanted, show: item => expanded(item, fields) }),
    )
  })
  app.get(`${path}/:id`, c => {
    const id = c.req.param('id')
    const item = shelf.get(id)
    if (!item) throw noSuch(name, id)
    return c.json(expanded(item, expansions(queryOf(c))))
  })
}

function queryOf(c: Context): FormObject {
  return decodeForm(new URL(c.req.url).search)
}

function expansions({ expand }: FormObject): string[] {
  return typeof expand === 'object' ? Object.values(expand).filter(field => typeof field === 'string') : []
}

function isLike(item: object, filters: readonly string[], query: FormObject): boolean {
  return filters.every(name => query[name] === undefined || Reflect.get(item, name) === query[name])
}

/** Without `status`, canceled subscriptions are left out; `all` shows every one. */
function hasStatus(status: string, asked: unknown): boolean {
  if (asked === 'all') return true
  return asked === undefined ? status !== 'canceled' : status === asked
}

/** The ten newest that are not canceled, as they come with a customer. */
function subscriptionsOf({ subscriptions }: StripeState, customer: string): object {
  const current = subscriptions
    .ownedBy(customer, subscription => subscription.customer)
    .filter(({ status }) => status !== 'canceled')
  const url = `/v1/customers/${customer}/subscriptions`
  return { object: 'list', data: current.slice(0, NESTED), has_more: current.length > NESTED, url }
}
