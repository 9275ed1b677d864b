import { afterEach, beforeEach, expect, test } from 'vitest'
import { makeInvoice } from './invoice.ts'
import { makeSubscription } from './subscription.ts'
import { CHARGE, NOW, refused, startAccount } from './test-account.ts'

let account: Awaited<ReturnType<typeof startAccount>>

beforeEach(async () => {
  account = await startAccount()
})

afterEach(() => account.close())

test('an inquiry lets the charge be refunded and closes with it', async () => {
  const dispute = account.sim.openInquiry(CHARGE)
  expect(dispute).toMatchObject({
    id: 'du_1SVmeshDisp0001',
    status: 'warning_needs_response',
    is_charge_refundable: true,
  })
  expect(dispute.evidence_details.due_by).toBe(NOW / 1000 + 6 * 86_400)
  expect(dispute.balance_transactions).toEqual([])
  await account.refund()
  expect(await account.stripe.disputes.retrieve(dispute.id)).toMatchObject({ status: 'warning_closed' })
})

test('a partial refund leaves the inquiry open', async () => {
  const dispute = account.sim.openInquiry(CHARGE)
  await account.refund({ amount: 100 })
  expect(dispute.status).toBe('warning_needs_response')
})

test('an inquiry that became a dispute blocks the refund', async () => {
  const { id } = account.sim.openInquiry(CHARGE)
  account.sim.escalateToDispute(id)
  expect(await refused(account.refund())).toMatchObject({ statusCode: 400, code: 'charge_disputed' })
  const dispute = await account.stripe.disputes.retrieve(id)
  expect(dispute).toMatchObject({ status: 'needs_response', is_charge_refundable: false })
  expect(dispute.balance_transactions).toHaveLength(1)
})

test('evidence is handed in unless it is only staged', async () => {
  const { id } = account.sim.openChargeback(CHARGE)
  const staged = await account.stripe.disputes.update(id, {
    evidence: { uncategorized_text: 'paid twice' },
    submit: false,
  })
  expect(staged).toMatchObject({
    status: 'needs_response',
    evidence_details: { has_evidence: true, submission_count: 0 },
  })
  expect(await account.stripe.disputes.update(id, { evidence: { uncategorized_text: 'x' } })).toMatchObject({
    status: 'under_review',
  })
  expect(await refused(account.stripe.disputes.update(id, {}))).toMatchObject({ statusCode: 400 })
})

test('closing a dispute loses it for good', async () => {
  const { id } = account.sim.openChargeback(CHARGE)
  expect(await account.stripe.disputes.close(id)).toMatchObject({ status: 'lost' })
  expect(await refused(account.stripe.disputes.close(id))).toMatchObject({ statusCode: 400 })
})

test('a refund can only be canceled while it requires action', async () => {
  expect(
    await refused(account.refund({ amount: 1 }).then(({ id }) => account.stripe.refunds.cancel(id))),
  ).toMatchObject({
    statusCode: 400,
  })
  account.sim.nextRefund('requires_action')
  const waiting = await account.refund({ amount: 100 })
  expect(await account.stripe.refunds.cancel(waiting.id)).toMatchObject({ status: 'canceled' })
  expect((await account.chargeNow()).amount_refunded).toBe(1)
})

test('a succeeded refund may fail later and gives the charge its amount back', async () => {
  account.sim.addWebhookEndpoint(account.sink.url, ['whsec_one'])
  const { id } = await account.refund()
  account.sim.failRefundLater(id)
  await account.sim.settled()
  expect(await account.chargeNow()).toMatchObject({ amount_refunded: 0, refunded: false })
  expect(account.sink.types.slice(-3)).toEqual(['refund.failed', 'refund.updated', 'charge.refund.updated'])
  expect(() => account.sim.failRefundLater(id)).toThrow('cannot become failed')
})

test('an event carries both signatures of a rotation, and the library accepts either', async () => {
  account.sim.addWebhookEndpoint(account.sink.url, ['whsec_old', 'whsec_new'])
  account.sim.openInquiry(CHARGE)
  await account.sim.settled()
  const [call] = account.sink.calls
  const header = call?.headers['stripe-signature'] ?? ''
  expect(header.match(/v1=/g)).toHaveLength(2)
  for (const secret of ['whsec_old', 'whsec_new']) {
    const event = await account.stripe.webhooks.constructEventAsync(
      call?.body ?? '',
      header,
      secret,
      300,
      undefined,
      NOW / 1000,
    )
    expect(event).toMatchObject({
      type: 'charge.dispute.created',
      api_version: '2026-10-28.endive',
      data: { object: { amount: 4900 } },
    })
  }
})

test('an event names the request behind it', async () => {
  await account.refund({}, 'key-1')
  const [event] = (await account.stripe.events.list({ type: 'refund.created' })).data
  expect(event?.request).toMatchObject({ idempotency_key: 'key-1', id: expect.stringMatching(/^req_/) })
  expect(await account.stripe.events.retrieve(event?.id ?? '')).toEqual(
    expect.objectContaining({ id: event?.id }),
  )
})

test('a webhook that is refused is tried again', async () => {
  account.sim.addWebhookEndpoint(account.sink.url, ['whsec_one'])
  account.sink.answerNext(500, 503)
  account.sim.openInquiry(CHARGE)
  await account.sim.settled()
  expect(account.sim.webhooks.deliveries[0]).toMatchObject({
    state: 'delivered',
    attempts: [{ result: 500 }, { result: 503 }, { result: 200 }],
  })
})

test('an unpaid invoice makes its subscription past due', async () => {
  account.sim.addWebhookEndpoint(account.sink.url, ['whsec_one'])
  const customer = { id: 'cus_1', email: 'billing@acme.example', name: 'Acme Corp' }
  const times = { created: 10, periodEnd: 20 }
  account.sim.state.subscriptions.set(
    'sub_1',
    makeSubscription({
      id: 'sub_1',
      customer: 'cus_1',
      plan: 'Scale',
      unitAmount: 420_000,
      start: 1,
      periodStart: 10,
      periodEnd: 20,
      latestInvoice: 'in_1',
    }),
  )
  account.sim.state.invoices.set(
    'in_1',
    makeInvoice({
      id: 'in_1',
      number: 'M-1',
      customer,
      subscription: 'sub_1',
      description: 'Scale',
      amount: 420_000,
      status: 'open',
      ...times,
    }),
  )
  account.sim.failInvoice('in_1')
  await account.sim.settled()
  expect(account.sink.types).toEqual(['invoice.payment_failed', 'customer.subscription.updated'])
  expect(
    (await account.stripe.subscriptions.list({ customer: 'cus_1', status: 'all' })).data[0]?.status,
  ).toBe('past_due')
})
