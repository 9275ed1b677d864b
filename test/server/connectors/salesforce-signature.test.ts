import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'
import { salesforceSignals } from '../../../server/connectors/salesforce/signals.ts'
import { signMeshline } from '../../simulators/salesforce/signature.ts'
import { delivery, NOW } from './delivery.ts'

const signals = salesforceSignals(() => null)
const SECRETS = ['secret-in-use', 'secret-before']

const payload = (name: string) =>
  readFileSync(new URL(`../../payloads/salesforce/${name}`, import.meta.url), 'utf8')

describe('a signature', () => {
  const body = payload('callout.flow.json')
  const seconds = NOW / 1000
  const verify = (header: string, text = body, path = '/x') =>
    signals.verify(delivery(text, { 'x-meshline-signature': header }, { path }), SECRETS).kind

  test('under any secret will do, as during a rotation', () => {
    expect(verify(signMeshline(body, ['secret-in-use'], seconds))).toBe('genuine')
    expect(verify(signMeshline(body, ['secret-unknown-yet', 'secret-before'], seconds))).toBe('genuine')
  })

  test('may be five minutes old, or ahead, and no more', () => {
    expect(verify(signMeshline(body, SECRETS, seconds - 300))).toBe('genuine')
    expect(verify(signMeshline(body, SECRETS, seconds - 301))).toBe('too-old')
    expect(verify(signMeshline(body, SECRETS, seconds + 300))).toBe('genuine')
    expect(verify(signMeshline(body, SECRETS, seconds + 301))).toBe('future')
  })

  const good = signMeshline(body, SECRETS, seconds)
  test.each([
    ['of another secret', signMeshline(body, ['secret-of-somebody'], seconds)],
    ['of another body', signMeshline('{}', SECRETS, seconds)],
    ['of another time', good.replace(`t=${seconds}`, `t=${seconds - 1}`)],
    ['without a time', good.replace(`t=${seconds},`, '')],
    ['of a time that is none', good.replace(`t=${seconds}`, 't=yesterday')],
    ['that is nonsense', ',,t=,v1=zz,=v1'],
  ])('%s is forged', (_what, header) => {
    expect(verify(header)).toBe('forged')
  })

  test('that is wrong is not made good by the secret in the address', () => {
    expect(verify('t=1,v1=00', payload('outbound_message.cases.xml'), '/x?token=secret-in-use')).toBe(
      'forged',
    )
  })
})

describe('the secret in the address', () => {
  const verify = (text: string, path: string) => signals.verify(delivery(text, {}, { path }), SECRETS).kind
  const xml = payload('outbound_message.cases.xml')

  test('opens the way to an Outbound Message, which cannot be signed', () => {
    expect(verify(xml, '/x?token=secret-in-use')).toBe('genuine')
    expect(verify(xml, '/x?token=secret-before')).toBe('genuine')
    expect(verify(`\uFEFF\n${xml}`, '/x?token=secret-before')).toBe('genuine')
  })

  test.each(['/x', '/x?token=', '/x?token=secret', '/x?token=secret-in-use2', '/x?secret=secret-in-use'])(
    'has to be one of ours: %s is refused',
    path => {
      expect(verify(xml, path)).toBe('forged')
    },
  )

  test('does not do for JSON, which can be signed', () => {
    expect(verify(payload('callout.flow.json'), '/x?token=secret-in-use')).toBe('forged')
  })
})
