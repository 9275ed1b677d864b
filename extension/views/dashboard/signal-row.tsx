import type { SignalEntry, SignalState } from '../../../shared/signal-entry.ts'
import { type Failure, refusalWords } from '../../failure.ts'
import { sourceName, useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Chip, type Tone } from '../parts/chip.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { useStores } from './stores.ts'

const TONES: Readonly<Record<SignalState, Tone>> = {
  stored: 'busy',
  processed: 'good',
  ignored: 'neutral',
  unreadable: 'bad',
}

/** One signal: when it came, what it says, what became of it. */
export function SignalRow({ signal }: { signal: SignalEntry }) {
  const { now } = useStores()
  const { t, pick, relative, dateTime } = useLanguage()
  const { source, type, subject, state, receivedAt, note } = signal
  return (
    <li class="signal">
      <time class="quiet" title={dateTime(receivedAt)} dateTime={new Date(receivedAt).toISOString()}>
        {relative(receivedAt, now.value)}
      </time>
      <div class="signal-said">
        <p>
          <strong>{sourceName(source)}</strong> {type === 'poll.changed' ? t('signals.polled') : type}
        </p>
        {subject && <code>{subject.replace(':', ' ')}</code>}
        {note && <p class={state === 'unreadable' ? 'trouble' : 'quiet'}>{pick(note)}</p>}
        <Refusal signal={signal} />
        <Details signal={signal} />
      </div>
      <div class="signal-state">
        <Chip tone={TONES[state]}>{t(`signals.${state}`)}</Chip>
        <Next signal={signal} />
      </div>
      <Replay signal={signal} />
    </li>
  )
}

/** When a waiting one that was tried in vain is tried again. */
function Next({ signal: { nextAt, attempts, note } }: { signal: SignalEntry }) {
  const { now } = useStores()
  const { t, relative } = useLanguage()
  if (nextAt === null || note === null) return null
  return (
    <span class="quiet">
      {nextAt - now.value >= 1000
        ? t('signals.tried', { count: attempts, when: relative(nextAt, now.value) })
        : t('signals.trying', { count: attempts })}
    </span>
  )
}

function Replay({ signal: { id, noReplay, source, type } }: { signal: SignalEntry }) {
  const { signals } = useStores()
  const { t } = useLanguage()
  if (noReplay) return <span class="signal-act" />
  const busy = signals.replays.value.get(id) === 'busy'
  return (
    <span class="signal-act">
      <Button
        held={busy}
        label={t('signals.replayThis', { source: sourceName(source), type })}
        onPress={() => void signals.replay(id)}
      >
        {t(busy ? 'signals.replaying' : 'signals.replay')}
      </Button>
    </span>
  )
}

function Refusal({ signal: { id, noReplay } }: { signal: SignalEntry }) {
  const { signals } = useStores()
  const { t } = useLanguage()
  const outcome = signals.replays.value.get(id)
  return (
    <>
      {noReplay && <p class="quiet">{t(`signals.${noReplay}.help`)}</p>}
      <p class="refusal" role="alert">
        {outcome && outcome !== 'busy' && <FailureWords failure={outcome} />}
      </p>
    </>
  )
}

function FailureWords({ failure }: { failure: Failure }) {
  const { t } = useLanguage()
  return <>{failure.kind === 'refused' ? refusalWords(failure.problem) : t(`failure.${failure.kind}`)}</>
}

function Details({ signal: { id, occurredAt, receivedAt } }: { signal: SignalEntry }) {
  const { signals } = useStores()
  const { t, dateTime } = useLanguage()
  const body = signals.bodies.value.get(id)
  return (
    <Disclosure label={t('signals.details')} onOpen={() => void signals.readBody(id)}>
      <dl class="signal-facts">
        <dt>{t('signals.id')}</dt>
        <dd>
          <code>{id}</code>
        </dd>
        <dt>{t('signals.happened')}</dt>
        <dd>{dateTime(occurredAt)}</dd>
        <dt>{t('signals.received')}</dt>
        <dd>{dateTime(receivedAt)}</dd>
      </dl>
      {body === undefined && <p class="quiet">{t('panel.loading')}</p>}
      {typeof body === 'string' && (
        // biome-ignore lint/a11y/noNoninteractiveTabindex: what scrolls must be reached by keyboard
        <section class="signal-body" tabIndex={0} aria-label={t('signals.body')}>
          <pre>{readable(body)}</pre>
        </section>
      )}
      {body !== undefined && typeof body !== 'string' && (
        <p class="refusal">
          <FailureWords failure={body} />
        </p>
      )}
    </Disclosure>
  )
}

/** Indented where it is dense JSON that comes out the same; exactly as it came otherwise. */
function readable(body: string): string {
  try {
    const value: unknown = JSON.parse(body)
    return JSON.stringify(value) === body ? JSON.stringify(value, null, 2) : body
  } catch {
    return body
  }
}
