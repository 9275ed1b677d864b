import type { Actor } from '../../shared/actor.ts'
import type { Locale } from '../../shared/locale.ts'
import type { Chance, Reader, Store, Tx } from '../store/store.ts'
import type { MailFacts } from './mail-facts.ts'
import type { Delivery, Mailer } from './mailer.ts'
import { noteMail } from './note-mail.ts'
import { recordDelivery } from './record-delivery.ts'
import { renderMail } from './render-mail.ts'
import { claimMails, heldMail, type MailRow, nextMailAt, updateMail } from './store.ts'

/** Longer than any one mail may take, so that a mail with an expired lease has nobody working on it. */
const LEASE_MS = 3 * 60_000
const AT_ONCE = 5
const ACTOR: Actor = { kind: 'job', name: 'mail' }

/** Why mails are dropped while nothing could send them. */
export const NOT_SET_UP = 'Mail is not set up'

/** Whether a mail is still to be sent now; `until` in epoch milliseconds. */
export type MailJudgement =
  | { readonly kind: 'send' }
  | { readonly kind: 'wait'; readonly until: number; readonly why: string }
  | { readonly kind: 'drop'; readonly why: string }

export interface MailDeps extends Pick<Chance, 'now' | 'newId' | 'random'> {
  readonly store: Store
  /** Null where mail is not set up. */
  readonly mailer: Mailer | null
  readonly language: Locale
  readonly judge: (tx: Tx, mail: MailRow) => Promise<MailJudgement>
  readonly factsOf: (db: Reader, mail: MailRow, now: number) => Promise<MailFacts>
  readonly reportBug: (error: unknown) => void
}

/**
 * Sends the mails that are due. Returns false where none was.
 *
 * A mail is written down as `sending` before it is handed over and settled after it. A crash in between leaves
 * `sending` behind an expired lease: it may have gone out, SMTP cannot be asked, and so it goes again under the same
 * Message-ID.
 */
export async function sendDueMails(deps: MailDeps): Promise<boolean> {
  // Every webhook wakes this, and a claim is a write.
  const dueAt = await nextMailAt(deps.store.db)
  if (dueAt === null || dueAt > deps.now()) return false
  const lease = { limit: AT_ONCE, leaseMs: LEASE_MS, leaseId: deps.newId('lea') }
  const mails = await claimMails(deps.store, deps.now(), lease)
  await Promise.all(mails.map(mail => sendMail(deps, mail)))
  return mails.length > 0
}

async function sendMail(deps: MailDeps, claimed: MailRow): Promise<void> {
  const sending = await deps.store.write(ACTOR, tx => begin(tx, deps, claimed))
  if (!sending) return
  const delivery = await deliver(deps, sending)
  const outcome = { mail: sending.mail, delivery, random: deps.random() }
  await deps.store.write(ACTOR, tx => recordDelivery(tx, outcome))
}

interface Sending {
  readonly mail: MailRow
  readonly mailer: Mailer
  readonly messageId: string
}

/** Looks again whether it is needed, and if so writes down that it is being sent. */
async function begin(tx: Tx, { mailer, judge }: MailDeps, claimed: MailRow): Promise<Sending | null> {
  const mail = await heldMail(tx.db, claimed)
  if (!mail) {
    await noteMail(tx, claimed, { action: 'idle', summary: 'Somebody else took it over' })
    return null
  }
  const judgement = await judge(tx, mail)
  if (judgement.kind === 'wait') return wait(tx, mail, judgement)
  if (judgement.kind === 'drop') return drop(tx, mail, judgement.why)
  if (!mailer) return drop(tx, mail, NOT_SET_UP)
  const messageId = mail.message_id ?? mailer.messageIdFor(mail.id)
  const attempts = mail.attempts + 1
  await updateMail(tx, mail.id, { state: 'sending', attempts, message_id: messageId })
  await noteMail(tx, mail, { action: 'sending', summary: `${mail.kind}: attempt ${attempts}` })
  return { mail: { ...mail, attempts, message_id: messageId }, mailer, messageId }
}

async function wait(
  tx: Tx,
  mail: MailRow,
  { until, why }: Extract<MailJudgement, { kind: 'wait' }>,
): Promise<null> {
  await updateMail(tx, mail.id, {
    state: 'queued',
    next_at: until,
    lease_until: 0,
    lease_id: null,
    note: why,
  })
  const when = new Date(until).toISOString()
  await noteMail(tx, mail, { action: 'held', summary: `Held back until ${when}: ${why}` })
  return null
}

async function drop(tx: Tx, mail: MailRow, why: string): Promise<null> {
  await updateMail(tx, mail.id, {
    state: 'dropped',
    settled_at: tx.now,
    next_at: null,
    lease_until: 0,
    lease_id: null,
    note: why,
  })
  const unsure = mail.state === 'sending' ? '; an attempt before may have reached them' : ''
  await noteMail(tx, mail, { action: 'dropped', summary: `${why}${unsure}` })
  return null
}

/** A mail that cannot be written is a bug, reported as one; it must not be tried for ever. */
async function deliver(deps: MailDeps, { mail, mailer, messageId }: Sending): Promise<Delivery> {
  try {
    const at = deps.now()
    const facts = await deps.factsOf(deps.store.db, mail, at)
    const { name, address } = facts
    return await mailer.send({ to: { name, address }, messageId, at, ...renderMail(facts, deps.language) })
  } catch (error) {
    deps.reportBug(error)
    return { kind: 'refused', words: 'The mail could not be written; the server log says why' }
  }
}
