import { batch, computed, type ReadonlySignal, type Signal, signal } from '@preact/signals'
import type { Member } from '../../shared/member.ts'
import type { PolicyCheck, PolicyDocument, PolicyKind, PolicyView } from '../../shared/policy-check.ts'
import { type Failure, mayPass } from '../failure.ts'
import type { Draft, WorkerToPage } from '../messages.ts'
import type { DraftStore } from './draft-store.ts'
import type { Worker } from './worker.ts'

const CHECK_AFTER_MS = 400
const AFTER_FAILURE_MS = 10_000

/** The kinds the page has a form for. */
export const EDITED_KINDS = ['routing', 'sla', 'calendars'] as const satisfies readonly PolicyKind[]
export type EditedKind = (typeof EDITED_KINDS)[number]

export type SaveOutcome =
  | { kind: 'idle' }
  | { kind: 'busy' }
  | { kind: 'saved'; version: number; changed: boolean }
  | { kind: 'failed'; failure: Failure }

export interface PolicyStore {
  readonly kind: EditedKind
  readonly view: ReadonlySignal<PolicyView | null>
  /** For targets that count by them; null until they were read. */
  readonly calendars: ReadonlySignal<PolicyDocument | null>
  readonly member: ReadonlySignal<Member | null>
  /** What is on the page: what was typed, or else what holds. Null until the first answer. */
  readonly document: ReadonlySignal<PolicyDocument | null>
  readonly edited: ReadonlySignal<boolean>
  /** Somebody set a version since the one this was made from. */
  readonly overtaken: ReadonlySignal<boolean>
  readonly reason: ReadonlySignal<string>
  /** Of what is on the page; null while it is looked at. */
  readonly check: ReadonlySignal<PolicyCheck | null>
  readonly failure: ReadonlySignal<Failure | null>
  readonly loading: ReadonlySignal<boolean>
  readonly outcome: ReadonlySignal<SaveOutcome>
  readonly load: () => Promise<void>
  readonly change: (document: PolicyDocument) => void
  readonly explain: (reason: string) => void
  /** Keeps what was typed, on top of the version that holds now. */
  readonly rebase: () => void
  readonly discard: () => void
  readonly save: () => Promise<void>
  readonly hear: (news: WorkerToPage) => void
}

/** The kind an address such as `dashboard.html?page=policies&kind=sla` asks for; routing where it names none. */
export function kindIn(search: string): EditedKind {
  const named = new URLSearchParams(search).get('kind')
  return EDITED_KINDS.find(kind => kind === named) ?? 'routing'
}

export function createPolicyStore(worker: Worker, drafts: DraftStore, kind: EditedKind): PolicyStore {
  const state = createState()
  const { view, outcome } = state
  const draft = drafts.draft(`policy:${kind}`)
  const drop = () => drafts.drop(`policy:${kind}`)
  // By way of its text, so that a typed reason is no change of the document.
  const text = computed(() => draft.value.text)
  const typed = computed(() => documentIn(text.value))
  const document = computed(() => typed.value ?? view.value?.policy ?? null)
  const read = createReader(worker, kind, state)
  let checking = false
  async function load() {
    if (!checking) checkEachChange(worker, kind, { document, check: state.check })
    checking = true
    await read()
  }

  async function save() {
    const policy = document.value
    if (!policy || outcome.value.kind === 'busy') return
    outcome.value = { kind: 'busy' }
    const request = { policy, reason: draft.value.chosen.trim(), basedOn: Number(draft.value.code) }
    const sent = await worker.ask({ kind: 'set-policy', policyKind: kind, request })
    batch(() => {
      outcome.value = sent.ok ? { kind: 'saved', ...sent.value } : { kind: 'failed', failure: sent.failure }
      if (!sent.ok || !view.value) return
      view.value = { ...view.value, policy, version: sent.value.version }
      drop()
    })
    await load()
  }

  return {
    kind,
    ...state,
    ...createEditor({ draft, drop }, state),
    document,
    edited: computed(() => typed.value !== null),
    overtaken: computed(
      () => typed.value !== null && view.value !== null && Number(draft.value.code) !== view.value.version,
    ),
    reason: computed(() => draft.value.chosen),
    load,
    save,
    hear(news) {
      if (news.kind === 'session-changed') void load()
    },
  }
}

/** What somebody does to the draft: its text is the document, its code the version it was made from. */
function createEditor(
  { draft, drop }: { draft: Signal<Draft>; drop: () => void },
  { view, outcome }: Pick<ReturnType<typeof createState>, 'view' | 'outcome'>,
): Pick<PolicyStore, 'change' | 'explain' | 'rebase' | 'discard'> {
  const newest = () => String(view.value?.version ?? 0)
  return {
    change(next) {
      const code = draft.value.text === '' ? newest() : draft.value.code
      draft.value = { ...draft.value, text: JSON.stringify(next), code }
      outcome.value = { kind: 'idle' }
    },
    explain(reason) {
      draft.value = { ...draft.value, chosen: reason }
    },
    rebase() {
      draft.value = { ...draft.value, code: newest() }
      outcome.value = { kind: 'idle' }
    },
    discard() {
      drop()
      outcome.value = { kind: 'idle' }
    },
  }
}

function createState() {
  return {
    view: signal<PolicyView | null>(null),
    calendars: signal<PolicyDocument | null>(null),
    member: signal<Member | null>(null),
    check: signal<PolicyCheck | null>(null),
    failure: signal<Failure | null>(null),
    loading: signal(false),
    outcome: signal<SaveOutcome>({ kind: 'idle' }),
  }
}

export function documentIn(text: string): PolicyDocument | null {
  if (text === '') return null
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? { ...value } : null
  } catch {
    return null
  }
}

function createReader(
  worker: Worker,
  kind: EditedKind,
  { view, calendars, member, failure, loading }: ReturnType<typeof createState>,
): () => Promise<void> {
  let again: ReturnType<typeof setTimeout> | undefined
  return async function load() {
    clearTimeout(again)
    loading.value = true
    const [policy, book, session] = await Promise.all([
      worker.ask({ kind: 'policy', policyKind: kind }),
      kind === 'sla' ? worker.ask({ kind: 'policy', policyKind: 'calendars' }) : null,
      worker.ask({ kind: 'session' }),
    ])
    loading.value = false
    failure.value = policy.ok ? null : policy.failure
    if (policy.ok) view.value = policy.value
    else if (!mayPass(policy.failure)) view.value = null
    if (book?.ok) calendars.value = book.value.policy
    if (session.ok) member.value = session.value.member
    if (!policy.ok && mayPass(policy.failure)) again = setTimeout(() => void load(), AFTER_FAILURE_MS)
  }
}

/** Has the server look at what is on the page, a moment after the last change. */
function checkEachChange(
  worker: Worker,
  kind: EditedKind,
  { document, check }: Pick<ReturnType<typeof createState>, 'check'> & Pick<PolicyStore, 'document'>,
): void {
  let wait: ReturnType<typeof setTimeout> | undefined
  let turn = 0
  document.subscribe(policy => {
    clearTimeout(wait)
    turn += 1
    const mine = turn
    check.value = null
    if (!policy) return
    const ask = async () => {
      const checked = await worker.ask({ kind: 'check-policy', policyKind: kind, policy })
      if (mine !== turn) return
      if (checked.ok) check.value = checked.value
      else if (mayPass(checked.failure)) wait = setTimeout(() => void ask(), AFTER_FAILURE_MS)
    }
    wait = setTimeout(() => void ask(), CHECK_AFTER_MS)
  })
}
