import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { DATABASES } from '../support/database.ts'
import { HOUR, MINUTE, SECOND } from '../support/held-clock.ts'
import type { TestMember } from '../support/meshline.ts'
import { BERLIN, letHold, SLA } from '../support/policies.ts'
import { customerWrites, internalNotes, startWorld, TICKET_ID, type World } from '../support/world.ts'

const WRITE = { method: 'PUT', path: `/api/v2/tickets/${TICKET_ID}` } as const

// It is Friday 20 November 2026, 10:00 in Berlin; the first response is due at two in the afternoon.
describe.each(DATABASES)('an escalation that the rule has written on the ticket, on %s', database => {
  let world: World
  let ana: TestMember

  beforeEach(async () => {
    world = await startWorld(database)
    ana = await world.meshline.signIn('Ana Ruiz', ['billing-resolver'])
    await world.meshline.signIn('Sam Support', ['support-manager'])
    await letHold(world.meshline, 'calendars', { calendars: [BERLIN] })
  })
  afterEach(() => world.close())

  const ticketComes = async (noteOnBump = true) => {
    await letHold(world.meshline, 'sla', { rules: SLA.rules.map(rule => ({ ...rule, noteOnBump })) })
    customerWrites(world.zendesk)
    await world.settle()
  }
  const later = async (ms: number, step = ms) => {
    for (let passed = 0; passed < ms; passed += step) {
      world.clock.advance(step)
      await world.settle()
    }
  }
  const ticket = () => world.zendesk.state.ticket(TICKET_ID)

  test('stands there once, as an internal note that says who, why and by which rule', async () => {
    await ticketComes()
    const before = ticket()
    await later(4 * HOUR)
    expect(internalNotes(world)).toEqual([
      [
        'The time for the first response was not kept: it ran out 2026-11-20 13:00 UTC.',
        'It was with Ana Ruiz; it is now with Sam Support (support-manager).',
        'Rule “Everybody”, SLA policy version 1; bump-note v1. Sent by Meshline, not typed by a person.',
      ].join('\n'),
    ])
    await later(HOUR / 2, MINUTE * 10)
    expect(internalNotes(world)).toHaveLength(1)
    const { status, tags, assignee_id } = ticket()
    expect({ status, tags, assignee_id }).toEqual({
      status: before.status,
      tags: before.tags,
      assignee_id: before.assignee_id,
    })
  })

  test('is a run like any other, with the rule in the place of the approver', async () => {
    await ticketComes()
    await later(4 * HOUR)
    const { runs, previews } = await world.panel(ana)
    expect(runs).toMatchObject([
      {
        automation: 'bump-note',
        state: 'done',
        authority: { kind: 'policy', policy: 'sla', version: 1, rule: 'Everybody' },
        effects: [{ state: 'done', undo: { kind: 'not-offered' } }],
      },
    ])
    expect(previews.map(({ preview }) => preview.automation)).not.toContain('bump-note')
  })

  test('the note of the next step says that nobody else is there, where nobody is', async () => {
    await ticketComes()
    await later(5 * HOUR, HOUR)
    expect(internalNotes(world).at(-1)).toContain(
      'It was with Sam Support; nobody else of rev-ops-lead can take it now.',
    )
  })

  test('is not written where the rule does not ask for it', async () => {
    await ticketComes(false)
    await later(4 * HOUR)
    expect(internalNotes(world)).toEqual([])
    expect((await world.panel(ana)).runs).toEqual([])
  })

  test('its answer was lost: found on the ticket, written once', async () => {
    await ticketComes()
    world.zendesk.faults.answerLost(WRITE)
    await later(4 * HOUR)
    await later(MINUTE, 10 * SECOND)
    expect(internalNotes(world)).toHaveLength(1)
    expect((await world.panel(ana)).runs).toMatchObject([{ state: 'done' }])
  })

  test('the desk is away: the item has gone up all the same, and the note follows', async () => {
    await ticketComes()
    world.zendesk.faults.failNext({ ...WRITE, status: 503, times: 3 })
    await later(4 * HOUR)
    expect((await world.panel(ana)).ownership.person?.name).toBe('Sam Support')
    expect(internalNotes(world)).toEqual([])
    await later(2 * MINUTE, 10 * SECOND)
    expect(internalNotes(world)).toHaveLength(1)
  })
})
