import type { Localized } from '../../shared/locale.ts'
import { raiseException, settleException } from '../exceptions/raise-exception.ts'
import type { Tx } from '../store/store.ts'
import type { Delivery } from './mailer.ts'
import { noteMail } from './note-mail.ts'
import { settleFailures } from './settle-failures.ts'
import { heldMail, type MailRow, updateMail } from './store.ts'

const FIRST_RETRY_MS = 60_000
const LONGEST_RETRY_MS = 3_600_000
/** Over six hours; what is told of a clock later than that helps nobody. */
const MOST_ATTEMPTS = 12
/** The exception about the server itself, as all mails wait for it. */
const SERVER = 'smtp'

export interface DeliveryOutcome {
  readonly mail: MailRow
  readonly delivery: Delivery
  /** At least 0, less than 1. */
  readonly random: number
}

/** Writes down what came of handing a mail over. */
export async function recordDelivery(tx: Tx, { mail, delivery, random }: DeliveryOutcome): Promise<void> {
  // It went out, whoever holds the lease by now.
  if (delivery.kind === 'sent') return recordSent(tx, mail)
  if (!(await heldMail(tx.db, mail)))
    return noteMail(tx, mail, { action: 'idle', summary: 'Somebody else took it over' })
  if (delivery.kind === 'refused') return fail(tx, mail, delivery.words)
  if (delivery.blames === 'settings') await raiseBadSettings(tx, delivery.words)
  if (mail.attempts >= MOST_ATTEMPTS) return fail(tx, mail, delivery.words)
  const nextAt = tx.now + retryDelay(mail.attempts, random)
  const note = delivery.words
  await updateMail(tx, mail.id, { state: 'queued', next_at: nextAt, lease_until: 0, lease_id: null, note })
  const when = new Date(nextAt).toISOString()
  await noteMail(tx, mail, { action: 'delayed', summary: `${note}; again at ${when}` })
}

/** Doubles from 1 min to 1 h, a tenth more or less, so that what failed together does not come back together. */
function retryDelay(attempts: number, random: number): number {
  const backoff = Math.min(LONGEST_RETRY_MS, FIRST_RETRY_MS * 2 ** (attempts - 1))
  return Math.round(backoff * (0.9 + random * 0.2))
}

async function recordSent(tx: Tx, mail: MailRow): Promise<void> {
  const { id, clock_id, member_id, attempts } = mail
  await updateMail(tx, id, {
    state: 'sent',
    settled_at: tx.now,
    next_at: null,
    lease_until: 0,
    lease_id: null,
    note: null,
  })
  const cause = 'A later mail went out'
  await settleFailures(tx, { clockId: clock_id, memberId: member_id, cause })
  await settleException(tx, 'mail-failed', SERVER, cause)
  await noteMail(tx, mail, { action: 'sent', summary: `${mail.kind}, to ${member_id}: attempt ${attempts}` })
}

async function fail(tx: Tx, mail: MailRow, words: string): Promise<void> {
  await updateMail(tx, mail.id, {
    state: 'failed',
    settled_at: tx.now,
    next_at: null,
    lease_until: 0,
    lease_id: null,
    note: words,
  })
  const { name } = await tx.db
    .selectFrom('members')
    .select('name')
    .where('id', '=', mail.member_id)
    .executeTakeFirstOrThrow()
  const summary: Localized = {
    en: `${name} could not be told by mail: ${words}. Tell them yourself, and check their address and, with meshline doctor, the mail server.`,
    de: `${name} war per Mail nicht zu erreichen: ${words}. Sagen Sie selbst Bescheid und prüfen Sie die Adresse und mit meshline doctor den Mailserver.`,
  }
  await raiseException(tx, { kind: 'mail-failed', about: mail.id, itemId: mail.item_id, summary })
  await noteMail(tx, mail, { action: 'failed', summary: `After ${mail.attempts} attempts: ${words}` })
}

async function raiseBadSettings(tx: Tx, words: string): Promise<void> {
  await raiseException(tx, {
    kind: 'mail-failed',
    about: SERVER,
    itemId: null,
    summary: {
      en: `The mail server does not let Meshline in: ${words}. Correct MESHLINE_SMTP_URL and start again; the mails wait and go by themselves.`,
      de: `Der Mailserver lässt Meshline nicht herein: ${words}. Berichtigen Sie MESHLINE_SMTP_URL und starten Sie neu; die Mails warten und gehen von selbst.`,
    },
  })
}
