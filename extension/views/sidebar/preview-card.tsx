import type { PanelPreview } from '../../../shared/panel.ts'
import type { Preview } from '../../../shared/preview.ts'
import { useLanguage } from '../language.ts'
import { Chip, type Tone } from '../parts/chip.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { OutsideLink } from '../parts/outside-link.tsx'
import { DecidedSummary } from './decided-summary.tsx'
import { DecisionForm } from './decision-form.tsx'
import { PlannedEffectRow } from './planned-effect-row.tsx'
import { StaleValues } from './stale-values.tsx'
import { VerdictList } from './verdict-list.tsx'
import { WorkedAmount } from './worked-amount.tsx'

const TONES: Readonly<Record<Preview['state'], Tone>> = {
  proposed: 'busy',
  blocked: 'bad',
  pending: 'warn',
  approved: 'good',
  declined: 'neutral',
  expired: 'warn',
  superseded: 'neutral',
  automatic: 'neutral',
}

/** What an automation proposes, all it rests on, and the two buttons. */
export function PreviewCard({ shown }: { shown: PanelPreview }) {
  const { preview } = shown
  const { t } = useLanguage()
  const heading = `card-${preview.id}`
  return (
    <section class={`card card-${preview.state}`} aria-labelledby={heading} tabIndex={-1}>
      <header class="card-head">
        <h2 class="card-origin" id={heading}>
          {t('card.suggestedBy')} <span class="automation">{preview.automation}</span>{' '}
          <span>{t('card.version', { version: preview.version })}</span>
        </h2>
        <div class="chips">
          <Chip tone={TONES[preview.state]}>{t(`state.${preview.state}`)}</Chip>
          <Chip tone="neutral">{t(`mode.${preview.mode}`)}</Chip>
        </div>
      </header>
      <Body shown={shown} />
    </section>
  )
}

/** What matters first comes first: the decision once taken, what stands in the way, else what would happen. */
function Body({ shown }: { shown: PanelPreview }) {
  const { preview } = shown
  const { t } = useLanguage()
  const proposal = (
    <>
      <ol class="effects">
        {preview.effects.map(effect => (
          <PlannedEffectRow key={effect.request.key} effect={effect} />
        ))}
      </ol>
      {preview.worked && <WorkedAmount worked={preview.worked} />}
    </>
  )
  const verdict = <VerdictList verdict={preview.verdict} />
  if (preview.decision) {
    return (
      <>
        <DecidedSummary preview={preview} decision={preview.decision} />
        <Disclosure label={t('card.whatWasDecided')}>
          <div class="folded">
            {proposal}
            {verdict}
          </div>
        </Disclosure>
      </>
    )
  }
  if (preview.state === 'proposed') {
    return (
      <>
        {proposal}
        {verdict}
        <Offers preview={preview} />
        <DecisionForm shown={shown} />
      </>
    )
  }
  return (
    <>
      <StaleValues shown={shown} draft={null} />
      {verdict}
      <Offers preview={preview} />
      {proposal}
    </>
  )
}

function Offers({ preview }: { preview: Preview }) {
  const { t, pick } = useLanguage()
  if (preview.offers.length === 0) return null
  return (
    <div class="offers">
      <h3>{t('offer.title')}</h3>
      {preview.offers.map(offer => (
        <OutsideLink key={offer.url} url={offer.url}>
          {pick(offer.label)}
        </OutsideLink>
      ))}
    </div>
  )
}
