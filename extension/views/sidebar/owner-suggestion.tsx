import type { KnownPanel } from '../../../shared/panel.ts'
import { assignSubject } from '../../state/owner-store.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { OutcomeNote } from './outcome-note.tsx'
import { useStores } from './stores.ts'

/** Where the ticket lies in its tool, and one press to put it where the rules say, while those differ. */
export function OwnerSuggestion({ panel }: { panel: KnownPanel }) {
  const { owner, presses } = useStores()
  const { t } = useLanguage()
  const { ownership, routing, record } = panel
  const { place, agrees } = routing
  const wanted = [ownership.person?.name, ownership.groups[record.host]].filter(Boolean).join(', ')
  if (!place || agrees || wanted === '' || panel.item.status === 'done') return null
  const subject = assignSubject(panel)
  const outcome = presses.outcome(subject).value
  const busy = outcome.kind === 'busy'
  const host = sourceName(record.host)
  const lies = [place.assignee, place.group].filter(Boolean).join(', ') || t('owner.unassigned')
  return (
    <div class="owner-suggestion">
      <span class="quiet">{t('owner.lies', { host, where: lies })}</span>
      <Button held={busy || outcome.kind === 'done'} onPress={() => void owner.assign(panel)}>
        {t(busy || outcome.kind === 'done' ? 'owner.assigning' : 'owner.assign', { who: wanted })}
      </Button>
      <OutcomeNote subject={subject} />
    </div>
  )
}
