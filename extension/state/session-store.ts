import { type ReadonlySignal, signal } from '@preact/signals'
import { browser } from 'wxt/browser'
import type { Failure } from '../failure.ts'
import type { DeviceSession, SessionView, WorkerToPage } from '../messages.ts'
import type { Worker } from './worker.ts'

/** Why pairing did not go through, before or after the server was asked. */
export type PairingFailure = { kind: 'bad-address' } | { kind: 'no-permission' } | Failure

export interface SessionStore {
  readonly view: ReadonlySignal<SessionView | null>
  readonly sessions: ReadonlySignal<readonly DeviceSession[]>
  /** Why nobody is shown as signed in; null before the first answer too. */
  readonly failure: ReadonlySignal<Failure | null>
  readonly pairing: ReadonlySignal<{ busy: boolean; failure: PairingFailure | null }>
  readonly load: () => Promise<void>
  /** Must be called in the press itself: the permission is asked for under it. */
  readonly pair: (address: string, code: string, device: string) => Promise<void>
  readonly revoke: (id: string) => Promise<void>
  readonly signOut: () => Promise<void>
  readonly hear: (news: WorkerToPage) => void
}

export function createSessionStore(worker: Worker): SessionStore {
  const view = signal<SessionView | null>(null)
  const sessions = signal<readonly DeviceSession[]>([])
  const failure = signal<Failure | null>(null)
  const pairing = signal<{ busy: boolean; failure: PairingFailure | null }>({ busy: false, failure: null })

  async function load() {
    const sent = await worker.ask({ kind: 'session' })
    view.value = sent.ok ? sent.value : null
    failure.value = sent.ok ? null : sent.failure
    if (!sent.ok) return
    const devices = await worker.ask({ kind: 'sessions' })
    if (devices.ok) sessions.value = devices.value.sessions
  }

  async function pair(address: string, code: string, device: string) {
    if (pairing.value.busy) return
    pairing.value = { busy: true, failure: null }
    const against = await pairWith(worker, { address, code, device })
    pairing.value = { busy: false, failure: against }
    if (!against) await load()
  }

  return {
    view,
    sessions,
    failure,
    pairing,
    load,
    pair,
    async revoke(id) {
      await worker.ask({ kind: 'revoke', sessionId: id })
      await load()
    },
    async signOut() {
      await worker.ask({ kind: 'sign-out' })
      await load()
    },
    hear(news) {
      if (news.kind === 'session-changed') void load()
    },
  }
}

async function pairWith(
  worker: Worker,
  { address, code, device }: { address: string; code: string; device: string },
): Promise<PairingFailure | null> {
  const origin = serverOrigin(address)
  if (!origin) return { kind: 'bad-address' }
  // Firefox knows no ports in match patterns; a host's permission covers them all.
  const { protocol, hostname } = new URL(origin)
  const granted = await browser.permissions
    .request({ origins: [`${protocol}//${hostname}/*`] })
    .catch(() => false)
  if (!granted) return { kind: 'no-permission' }
  const sent = await worker.ask({ kind: 'pair', origin, code: code.trim(), device })
  return sent.ok ? null : sent.failure
}

/** `meshline.example.com` and `http://127.0.0.1:8787/` to an origin; null where it is none. Plain http only to this machine. */
export function serverOrigin(address: string): string | null {
  const typed = address.trim()
  const url = URL.parse(/^https?:\/\//i.test(typed) ? typed : `https://${typed}`)
  if (!url?.hostname || url.username || url.password) return null
  const local = url.hostname === '127.0.0.1' || url.hostname === 'localhost'
  return url.protocol === 'https:' || local ? url.origin : null
}
