import { changeSubscription } from './change-subscription.ts'
import { noSuch } from './error.ts'
import { type Cause, NO_REQUEST, type SimCustomer, type StripeWorld } from './state.ts'

export type CustomerChange = Partial<Pick<SimCustomer, 'name' | 'email' | 'metadata'>>

/** Somebody changes a customer in the dashboard. */
export function changeCustomer(world: StripeWorld, id: string, change: CustomerChange): SimCustomer {
  const customer = customerOf(world, id)
  const before = Object.entries(customer).filter(([name]) => name in change)
  Object.assign(customer, change)
  world.emit('customer.updated', customer, { cause: NO_REQUEST, previous: Object.fromEntries(before) })
  return customer
}

/** Deletes a customer for good, which cancels its subscriptions. Its id stays known as deleted. */
export function deleteCustomer(world: StripeWorld, id: string, cause: Cause = NO_REQUEST): object {
  const customer = customerOf(world, id)
  for (const subscription of world.state.subscriptions.values()) {
    if (subscription.customer === id) changeSubscription(world, subscription.id, 'canceled')
  }
  const deleted = { id, object: 'customer', deleted: true } as const
  world.state.customers.delete(id)
  world.state.deletedCustomers.set(id, deleted)
  world.emit('customer.deleted', customer, { cause })
  return deleted
}

function customerOf({ state }: StripeWorld, id: string): SimCustomer {
  const customer = state.customers.get(id)
  if (!customer) throw noSuch('customer', id)
  return customer
}
