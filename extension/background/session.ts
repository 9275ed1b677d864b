import { createApi, type ServerApi } from '../api.ts'
import { failed, type Result } from '../failure.ts'
import type { SessionView } from '../messages.ts'
import type { Vault } from './vault.ts'

export type Session = ReturnType<typeof createSession>

/** Who is signed in at which server. The token goes from the vault into requests and nowhere else. */
export function createSession(vault: Vault, onChange: (signedIn: boolean) => void) {
  const api = async (): Promise<ServerApi | null> => {
    const known = await vault.load()
    return known && createApi(known.origin, known.token)
  }

  /** Runs a verb as the member signed in. A session the server refuses is kept until signing in anew replaces it. */
  async function asMember<T>(verb: (api: ServerApi) => Promise<Result<T>>): Promise<Result<T>> {
    const ready = await api()
    return ready ? verb(ready) : failed({ kind: 'not-set-up' })
  }

  async function view(): Promise<Result<SessionView>> {
    const known = await vault.load()
    const answer = await asMember(ready => ready.session())
    if (!answer.ok || !known) return answer.ok ? failed({ kind: 'not-set-up' }) : answer
    return { ok: true, value: { member: answer.value.member, origin: known.origin } }
  }

  async function pair(origin: string, code: string, device: string): Promise<Result<SessionView>> {
    const answer = await createApi(origin, null).pair(code, device)
    if (!answer.ok) return answer
    const { token, member } = answer.value
    await vault.save({ origin, token, member })
    onChange(true)
    return { ok: true, value: { member, origin } }
  }

  /** Signs out here even where the server cannot be told; its session then ends by revoking it or by age. */
  async function signOut(): Promise<Result<null>> {
    await asMember(ready => ready.signOut())
    await vault.clear()
    onChange(false)
    return { ok: true, value: null }
  }

  return { api, asMember, view, pair, signOut }
}
