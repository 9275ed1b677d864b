import type { TicketEvent } from '../../../shared/ticket-timeline.ts'
import { actorOf, senderOf } from './case-actors.ts'
import { type CaseRow, CommentRow, EmailRow, readChildren } from './case-shapes.ts'

/** The status of an e-mail that somebody is still writing. */
const DRAFT = '5'

/** What was said on a case, to the customer and among colleagues; `whole` is false where there is more. */
export function talkIn(
  row: CaseRow,
  ownUserId: string | null,
): { readonly events: readonly TicketEvent[]; readonly whole: boolean } {
  const comments = readChildren(CommentRow, row.CaseComments)
  const emails = readChildren(EmailRow, row.EmailMessages)
  return {
    events: [
      ...comments.rows.map(comment => ({
        at: comment.CreatedDate,
        actor: actorOf(comment, ownUserId),
        change: { kind: comment.IsPublished ? ('public-reply' as const) : ('internal-note' as const) },
      })),
      ...emails.rows.flatMap(email => sent(email, { row, ownUserId })),
    ],
    whole: comments.whole && emails.whole,
  }
}

interface OfCase {
  readonly row: CaseRow
  readonly ownUserId: string | null
}

/** The e-mail that made the case is its creation, not a reply; a draft has reached nobody. */
function sent(email: EmailRow, { row, ownUserId }: OfCase): TicketEvent[] {
  const change = { kind: 'public-reply' as const }
  const { CreatedDate, MessageDate } = email
  if (email.Incoming) {
    return CreatedDate <= row.CreatedDate ? [] : [{ at: CreatedDate, actor: senderOf(email), change }]
  }
  if (email.Status === DRAFT) return []
  // A draft is kept under the time it was begun and gets another date when it is sent.
  return [{ at: Math.max(CreatedDate, MessageDate ?? 0), actor: actorOf(email, ownUserId), change }]
}
