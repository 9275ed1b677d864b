import { ACME } from './acme-ids.ts'
import { makeGroup, makeOrganization, makeUser } from './zendesk/people.ts'
import type { ZendeskSimulator } from './zendesk/simulator.ts'
import { isoSeconds } from './zendesk/ticket.ts'

const MINUTE = 60_000
const HOUR = 60 * MINUTE
const DAY = 24 * HOUR

/** The customer's email of the story. */
export const CHARGED_TWICE = {
  id: ACME.ticket,
  requesterId: ACME.requester,
  subject: 'Charged twice in October',
  body: 'Hello,\n\nour card was charged $49.00 twice on the same day for the extra seat we added in October. We only added one.\n\nPlease refund one of the two charges. Our accountant closes the month on Friday.\n\nThank you,\nDana Reyes\nAcme Corp',
  priority: 'high' as const,
  tags: ['billing', 'vip'],
  groupId: ACME.groups.billing,
}

/** Customers, agents, organizations and groups. */
export function seedPeople({ state, email }: ZendeskSimulator): void {
  const { ana, ben, eli } = ACME.agents
  const { billing, support } = ACME.groups
  const agent = { role: 'agent' as const }
  for (const user of [
    makeUser({
      id: ACME.requester,
      name: 'Dana Reyes',
      email: 'dana@acme.example',
      organization_id: ACME.organization,
      external_id: ACME.customer,
      tags: ['billing_contact'],
    }),
    makeUser({ id: 900_556, name: 'Priya Shah', email: 'priya@globex.example', organization_id: 509_975 }),
    makeUser({ id: 900_557, name: 'Lukas Brandt', email: 'lukas.brandt@gmail.com' }),
    makeUser({ id: 900_558, name: 'Noor Haddad', email: 'noor@initech.example', organization_id: 509_976 }),
    makeUser({ id: 900_559, name: 'Marta Silva', email: 'marta@globex.example', organization_id: 509_975 }),
    makeUser({
      id: ana,
      name: 'Ana Ruiz',
      email: 'ana@acme-support.example',
      default_group_id: billing,
      ...agent,
    }),
    makeUser({
      id: ben,
      name: 'Ben Okafor',
      email: 'ben@acme-support.example',
      default_group_id: support,
      ...agent,
    }),
    makeUser({
      id: eli,
      name: 'Eli Novak',
      email: 'eli@acme-support.example',
      default_group_id: billing,
      ...agent,
    }),
    makeUser({ id: ACME.integration, name: 'Meshline', email, role: 'admin' }),
  ]) {
    state.users.set(user.id, user)
  }
  const acmeFields = {
    arr: '50400',
    owner_email: 'eli@acme-support.example',
    renewal_date: '2027-02-01T00:00:00+00:00',
  }
  for (const organization of [
    makeOrganization({
      id: ACME.organization,
      name: 'Acme Corp',
      domain_names: ['acme.example'],
      external_id: '0015g00000AbCdEAAV',
      tags: ['enterprise'],
      organization_fields: acmeFields,
    }),
    makeOrganization({
      id: 509_975,
      name: 'Globex',
      domain_names: ['globex.example'],
      external_id: '0015g00000GlObEAAV',
      tags: ['business'],
      organization_fields: { arr: '12000' },
    }),
    makeOrganization({ id: 509_976, name: 'Initech', domain_names: ['initech.example'], tags: ['team'] }),
  ]) {
    state.organizations.set(organization.id, organization)
  }
  state.groups.set(
    billing,
    makeGroup({ id: billing, name: 'Billing', memberIds: [ana, eli, ACME.integration] }),
  )
  state.groups.set(
    support,
    makeGroup({ id: support, name: 'Support', memberIds: [ana, ben, ACME.integration] }),
  )
}

/** What lies in the queue that morning, without the ticket of the story. */
export function seedTickets(zendesk: ZendeskSimulator): void {
  const now = zendesk.clock.now()
  const { billing, support } = ACME.groups
  const { ana, ben, eli } = ACME.agents
  const ago = (ms: number) => ({ createdAt: now - ms })
  const tickets = [
    {
      id: 35_437,
      requesterId: 900_556,
      subject: 'Change invoice address',
      body: 'Hi,\n\nwe moved offices. Could you put our new address on the next invoice? I can send the form if you need one.\n\nPriya',
      tags: ['billing'],
      groupId: billing,
      assigneeId: eli,
      status: 'open',
      priority: 'normal',
      ...ago(3 * HOUR),
    },
    {
      id: 35_438,
      requesterId: 900_557,
      subject: 'How do I export data?',
      body: 'Hello, is there a way to export all our records as CSV? I only find the single ones.',
      tags: ['how_to'],
      groupId: support,
      status: 'new',
      priority: 'low',
      ...ago(4 * HOUR),
    },
    {
      id: 35_429,
      requesterId: 900_558,
      subject: 'Login loop after password reset',
      body: 'Since the reset this morning I land on the login page again and again.',
      tags: ['login'],
      groupId: support,
      assigneeId: ben,
      status: 'open',
      priority: 'urgent',
      ...ago(5 * HOUR),
    },
    {
      id: 35_421,
      requesterId: 900_559,
      subject: 'VAT id missing on receipt',
      body: 'The receipt for September lacks our VAT id. Our auditor asks for it.',
      tags: ['billing', 'vat'],
      groupId: billing,
      assigneeId: ana,
      status: 'pending',
      priority: 'normal',
      ...ago(26 * HOUR),
    },
    {
      id: 35_417,
      requesterId: 900_558,
      subject: 'Webhook deliveries stopped',
      body: 'No deliveries since Monday 14:00 UTC. Nothing changed on our side.',
      tags: ['api'],
      groupId: support,
      assigneeId: ben,
      status: 'hold',
      priority: 'high',
      ...ago(2 * DAY),
    },
    {
      id: 35_409,
      requesterId: 900_556,
      subject: 'Add two seats from December',
      body: 'Please add two seats from December 1. Same billing contact.',
      tags: ['billing', 'seats'],
      groupId: billing,
      status: 'new',
      priority: 'normal',
      ...ago(2 * DAY),
    },
    {
      id: 35_398,
      requesterId: ACME.requester,
      subject: 'Receipt for September',
      body: 'Could you send the receipt for September again? The link has expired.',
      tags: ['billing'],
      groupId: billing,
      assigneeId: ana,
      status: 'solved',
      priority: 'low',
      ...ago(19 * DAY),
    },
  ] as const
  for (const ticket of tickets) zendesk.addTicket({ ...ticket, tags: [...ticket.tags] })
  const breachAt = isoSeconds(now + 3 * HOUR)
  for (const id of [35_437, ACME.ticket])
    zendesk.state.slas.set(id, [
      { metric: 'first_reply_time', stage: 'active', breach_at: breachAt, hours: 3 },
    ])
}
