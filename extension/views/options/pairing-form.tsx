import { useSignal } from '@preact/signals'
import { refusalWords } from '../../failure.ts'
import type { PairingFailure, SessionStore } from '../../state/session-store.ts'
import { useLanguage } from '../language.ts'

export function PairingForm({ session }: { session: SessionStore }) {
  const { t } = useLanguage()
  const address = useSignal('')
  const code = useSignal('')
  const device = useSignal(t('options.deviceDefault'))
  const { busy, failure } = session.pairing.value
  return (
    <form
      class="sheet"
      aria-describedby="pairing-help"
      onSubmit={event => {
        event.preventDefault()
        if (event.isTrusted) void session.pair(address.value, code.value, device.value)
      }}
    >
      <h2>{t('options.connect')}</h2>
      <p id="pairing-help">{t('options.connectHelp')}</p>
      <Field
        id="address"
        label={t('options.address')}
        value={address}
        placeholder="https://meshline.example.com"
      />
      <Field id="code" label={t('options.code')} value={code} />
      <Field id="device" label={t('options.device')} value={device} />
      <p class="refusal" role="alert">
        <PairingProblem failure={failure} />
      </p>
      <button type="submit" class="button button-primary" aria-disabled={busy}>
        {t(busy ? 'options.pairing' : 'options.pair')}
      </button>
    </form>
  )
}

interface FieldProps {
  id: string
  label: string
  value: { value: string }
  placeholder?: string
}

function Field({ id, label, value, placeholder = '' }: FieldProps) {
  return (
    <label class="labelled" for={id}>
      {label}
      <input
        id={id}
        required
        maxLength={200}
        autocomplete="off"
        spellcheck={false}
        value={value.value}
        placeholder={placeholder}
        onInput={event => {
          value.value = event.currentTarget.value
        }}
      />
    </label>
  )
}

function PairingProblem({ failure }: { failure: PairingFailure | null }) {
  const { t } = useLanguage()
  if (!failure) return null
  switch (failure.kind) {
    case 'bad-address':
      return <>{t('options.badAddress')}</>
    case 'no-permission':
      return <>{t('options.permission')}</>
    case 'refused':
      return <>{refusalWords(failure.problem)}</>
    case 'server-down':
    case 'not-set-up':
      return <>{t('options.noAnswer')}</>
    case 'signed-out':
    case 'offline':
    case 'updated':
      return <>{t(`failure.${failure.kind}`)}</>
  }
}
