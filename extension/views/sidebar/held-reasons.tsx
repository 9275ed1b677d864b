import type { Act, Blocker } from '../../state/blockers.ts'
import { useLanguage } from '../language.ts'

/** Why a button cannot be pressed yet, the first thing only: one step at a time. */
export function HeldReasons({ id, held }: { id: string; held: Record<Act, Blocker[]> }) {
  const { t } = useLanguage()
  const say = useBlockerWords()
  const [approve] = held.approve
  const [decline] = held.decline
  if (approve?.kind === 'refused' && decline?.kind === 'refused') {
    return (
      <div class="held held-refused" id={id}>
        <strong>{t('blocker.notAllowed')}</strong>
        {held.decline
          .filter(({ kind }) => kind === 'refused')
          .map(blocker => (
            <p key={say(blocker)}>{say(blocker)}</p>
          ))}
      </div>
    )
  }
  const lines: [Act | 'both', Blocker][] = []
  if (approve && decline && say(approve) === say(decline)) lines.push(['both', approve])
  else {
    if (approve) lines.push(['approve', approve])
    if (decline) lines.push(['decline', decline])
  }
  return (
    <div class="held" id={id}>
      {lines.map(([act, blocker]) => (
        <p key={act}>
          {t(`blocker.to.${act}`)}: {say(blocker)}
        </p>
      ))}
    </div>
  )
}

export function useBlockerWords(): (blocker: Blocker) => string {
  const { t, pick } = useLanguage()
  return blocker =>
    blocker.kind === 'refused'
      ? t('blocker.refused', { seen: pick(blocker.reason.seen), needed: pick(blocker.reason.needed) })
      : t(`blocker.${blocker.kind}`)
}
