import type { Policies, PolicyKind } from '../../server/policies/kinds.ts'
import { setPolicy } from '../../server/policies/set-policy.ts'
import { Calendar } from '../../shared/calendar.ts'
import type { Member } from '../../shared/member.ts'
import { SlaPolicy } from '../../shared/sla-policy.ts'
import type { TestMeshline } from './meshline.ts'

const RITA: Member = {
  id: 'mem_rita',
  email: 'rita@acme.test',
  name: 'Rita Lang',
  roles: ['rev-ops-lead'],
  active: true,
}

/** Sets a policy as its author would; throws what speaks against it. */
export async function letHold<K extends PolicyKind>(
  { server }: TestMeshline,
  kind: K,
  policy: Policies[K],
): Promise<void> {
  const change = { kind, policy, author: RITA, reason: 'a test', basedOn: null }
  const outcome = await server.store.write({ kind: 'command', user: 'test' }, tx => setPolicy(tx, change))
  if (outcome.kind !== 'set') throw new Error(JSON.stringify(outcome))
}

const NINE_TO_FIVE = [{ from: '09:00', until: '17:00' }]

/** Monday to Friday, nine to five, in Berlin. */
export const BERLIN = Calendar.parse({
  name: 'office-berlin',
  timeZone: 'Europe/Berlin',
  week: {
    monday: NINE_TO_FIVE,
    tuesday: NINE_TO_FIVE,
    wednesday: NINE_TO_FIVE,
    thursday: NINE_TO_FIVE,
    friday: NINE_TO_FIVE,
    saturday: [],
    sunday: [],
  },
})

/** One rule for every ticket: first response in business time, next response by day and night, resolution paused while pending. */
export const SLA = SlaPolicy.parse({
  rules: [
    {
      name: 'everybody',
      title: 'Everybody',
      owner: 'rita@acme.test',
      when: {},
      calendar: 'office-berlin',
      targets: {
        'first-response': { unit: 'business', within: { default: '4h', urgent: '1h' } },
        'next-response': { unit: 'calendar', within: { default: '8h' } },
        resolution: { unit: 'business', within: { default: '3d' }, pausedIn: ['pending', 'hold'] },
      },
      bumps: [{ to: 'support-manager' }, { after: '1h', to: 'rev-ops-lead' }],
    },
  ],
})
