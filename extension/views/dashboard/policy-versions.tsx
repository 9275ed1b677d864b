import { useRef, useState } from 'preact/hooks'
import { documentIn } from '../../state/policy-store.ts'
import { useLanguage } from '../language.ts'
import { Button } from '../parts/button.tsx'
import { Disclosure } from '../parts/disclosure.tsx'
import { useStores } from './stores.ts'

/** What holds since when and why, what was before, and the document as a file. */
export function PolicyVersions() {
  const { policies } = useStores()
  const { t, dateTime } = useLanguage()
  const view = policies.view.value
  if (!view) return null
  const { version, author, reason, createdAt, history } = view
  return (
    <div class="versions">
      <p>
        {createdAt === null
          ? t('policies.first')
          : t('policies.version', { version, author: author ?? '', when: dateTime(createdAt) })}
        {reason && <q>{reason}</q>}
      </p>
      {history.length > 1 && (
        <Disclosure label={t('policies.history', { count: history.length - 1 })}>
          <ul>
            {history.slice(1).map(past => (
              <li key={past.version}>
                {t('policies.version', {
                  version: past.version,
                  author: past.author ?? '',
                  when: dateTime(past.createdAt ?? 0),
                })}
                <q>{past.reason}</q>
              </li>
            ))}
          </ul>
        </Disclosure>
      )}
      <Files />
    </div>
  )
}

function Files() {
  const { policies } = useStores()
  const { t } = useLanguage()
  const chooser = useRef<HTMLInputElement>(null)
  const [refused, refuse] = useState(false)
  const take = async (file: File | undefined) => {
    if (!file) return
    const document = documentIn(await file.text())
    refuse(document === null)
    if (document) policies.change(document)
    if (chooser.current) chooser.current.value = ''
  }
  return (
    <div class="acts">
      <Button look="quiet" onPress={() => saveFile(policies.kind, policies.document.value ?? {})}>
        {t('policies.export')}
      </Button>
      <Button look="quiet" onPress={() => chooser.current?.click()}>
        {t('policies.import')}
      </Button>
      <input
        ref={chooser}
        type="file"
        accept="application/json,.json"
        hidden
        aria-label={t('policies.import')}
        onChange={event => void take(event.currentTarget.files?.[0])}
      />
      <p class="refusal" role="alert">
        {refused && t('policies.notJson')}
      </p>
    </div>
  )
}

/** As meshline policy set reads it. */
function saveFile(kind: string, document: object): void {
  const url = URL.createObjectURL(
    new Blob([`${JSON.stringify(document, null, 2)}\n`], { type: 'application/json' }),
  )
  const link = globalThis.document.createElement('a')
  Object.assign(link, { href: url, download: `meshline-${kind}.json` })
  link.click()
  setTimeout(() => URL.revokeObjectURL(url), 1000)
}
