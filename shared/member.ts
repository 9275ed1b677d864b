import { z } from 'zod'

/** Roles of the RACI. A member may hold several; who holds none only views. */
export const ROLES = [
  'rev-ops-lead',
  'support-manager',
  'automation-engineer',
  'billing-resolver',
  'product-ops',
  'account-manager',
  'onboarding-squad',
  'product-escalation',
  'admin',
  'viewer',
] as const
export const Role = z.enum(ROLES)
export type Role = z.infer<typeof Role>

/** A person. Service and alias identities are not members and cannot hold a session. */
export const Member = z.object({
  id: z.string(),
  email: z.email(),
  name: z.string(),
  roles: z.array(Role),
  active: z.boolean(),
})
export type Member = z.infer<typeof Member>

/** What others see of a member. */
export const Person = Member.pick({ id: true, name: true })
export type Person = z.infer<typeof Person>

/** Whether somebody does more than view. */
export function actsToo({ active, roles }: Member): boolean {
  return active && roles.some(role => role !== 'viewer')
}
