import { type MailDeps, sendDueMails } from '../mail/send-mails.ts'
import { nextMailAt } from '../mail/store.ts'
import { judgeMail } from './judge-mail.ts'
import { readMailFacts } from './read-mail-facts.ts'

/** The worker's part: mails that are due, each looked at once more before it goes. */
export function mailWork(parts: Omit<MailDeps, 'judge' | 'factsOf'>) {
  const deps: MailDeps = { ...parts, judge: judgeMail, factsOf: readMailFacts }
  return { work: () => sendDueMails(deps), nextAt: () => nextMailAt(parts.store.db) }
}
