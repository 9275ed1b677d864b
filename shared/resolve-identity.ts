/** A record that stands on its own: an account, or a person nobody has placed at one. */
export interface Anchor {
  /** `salesforce:account:0015g…` */
  readonly key: string
  readonly role: 'account' | 'person'
}

/** A name that several anchors go by. */
export interface SharedName {
  readonly kind: string
  readonly value: string
  /** Keys of the anchors that go by it, or whose people do. */
  readonly holders: readonly string[]
  /** The anchor whose own id in its system the name is; null for addresses and domains. */
  readonly owner: string | null
  /** Whether some holder goes by it only through somebody there, whose word does not speak for all of them. */
  readonly throughPeople: boolean
}

/** A person's word that two anchors are one customer, or are not. Outweighs every name. */
export interface Assertion {
  readonly verdict: 'same' | 'different'
  readonly a: string
  readonly b: string
}

/** Whose the subjects are, people must say. */
export interface OpenQuestion {
  readonly kind: string
  readonly value: string
  /** Every anchor whose customer is in doubt; what already belongs together without doubt is listed together. */
  readonly subjects: readonly string[]
  /** One anchor of each account it could be. */
  readonly choices: readonly string[]
}

export interface Resolved {
  /** Anchors that are one customer, each list sorted. */
  readonly customers: readonly (readonly string[])[]
  readonly questions: readonly OpenQuestion[]
}

/** How many accounts of a kind one customer may have where an explicit id joins them. */
const AT_MOST: Readonly<Record<string, number>> = { 'salesforce:account': 1, 'hubspot:company': 1 }
const AT_MOST_OTHERWISE = 50

type Strength = 'id' | 'id-through-people' | 'email' | 'domain'
const STRENGTHS: readonly Strength[] = ['id', 'id-through-people', 'email', 'domain']

/**
 * Which anchors are one customer, from all that is known of them; the same whatever came first. People's words count
 * first, then ids one system keeps of another, then addresses, then a company's domain. A name that would join two
 * accounts of one kind joins nothing and is asked about; what a domain alone has joined is asked about too.
 */
export function resolveIdentity(
  anchors: readonly Anchor[],
  names: readonly SharedName[],
  assertions: readonly Assertion[],
): Resolved {
  const groups = new Groups(anchors, assertions)
  for (const { verdict, a, b } of assertions.toSorted(byPair)) if (verdict === 'same') groups.join([a, b])
  const questions: OpenQuestion[] = []
  for (const strength of STRENGTHS) {
    for (const name of names.filter(candidate => strengthOf(candidate) === strength).toSorted(byName)) {
      const question = applyName(groups, name, strength)
      if (question && !questions.some(asked => covers(asked, question))) questions.push(question)
    }
  }
  return { customers: groups.all(), questions }
}

/** The same question over a stronger name has been asked: a shared address has a shared domain. */
function covers(asked: OpenQuestion, next: OpenQuestion): boolean {
  return (
    next.subjects.every(key => asked.subjects.includes(key)) &&
    next.choices.every(key => asked.choices.includes(key))
  )
}

function strengthOf({ kind, throughPeople }: SharedName): Strength {
  if (kind === 'email' || kind === 'domain') return kind
  return throughPeople ? 'id-through-people' : 'id'
}

function applyName(groups: Groups, name: SharedName, strength: Strength): OpenQuestion | null {
  const apart = groups.of(name.holders)
  if (apart.length < 2) return null
  const clashing = groups.clashing(apart, strength === 'id' ? limitOf : () => 1)
  if (clashing.size > 0) {
    // Somebody there goes by another account's id: theirs is in question, that account's own matters are not.
    const owners = name.owner ? groups.of([name.owner]) : []
    const choices = strength === 'id-through-people' ? owners : apart.filter(group => clashing.has(group))
    return choices.length > 0 ? questionOn(groups, name, { apart, choices }) : null
  }
  const main = groups.main(apart)
  const willing = apart.filter(group => !groups.isKeptFrom(group, main))
  const question =
    strength === 'domain' ? questionOn(groups, name, { apart: willing, choices: [main] }) : null
  for (const group of willing) groups.join([group, main])
  return question
}

function limitOf(kind: string): number {
  return AT_MOST[kind] ?? AT_MOST_OTHERWISE
}

/** Asks whose the groups outside the choices are; where all of them clash, whose the record behind the name is. */
function questionOn(
  groups: Groups,
  { kind, value, owner }: SharedName,
  { apart, choices }: { apart: readonly string[]; choices: readonly string[] },
): OpenQuestion | null {
  const others = apart.filter(group => !choices.includes(group))
  const asked = others.length > 0 || owner === null ? others : [owner]
  const open = asked.filter(subject => choices.some(choice => !groups.isAnswered(subject, choice)))
  // The owner of a contested name is in question by itself; a whole group outside the choices is so with all its members.
  const subjects = others.length > 0 ? open.flatMap(group => groups.membersOf(group)).toSorted() : open
  return subjects.length > 0 ? { kind, value, subjects, choices } : null
}

/** Anchors in groups; a group goes by its smallest key at the time it is asked for. */
class Groups {
  readonly #members = new Map<string, Set<string>>()
  readonly #roles: ReadonlyMap<string, Anchor['role']>
  readonly #different = new Map<string, Set<string>>()

  constructor(anchors: readonly Anchor[], assertions: readonly Assertion[]) {
    this.#roles = new Map(anchors.map(({ key, role }) => [key, role]))
    for (const { key } of anchors) this.#members.set(key, new Set([key]))
    for (const { verdict, a, b } of assertions) {
      if (verdict !== 'different') continue
      this.#keepFrom(a, b)
      this.#keepFrom(b, a)
    }
  }

  /** The groups the keys are in, each once, by its smallest key. */
  of(keys: readonly string[]): string[] {
    const names = keys.flatMap(key => {
      const members = this.#members.get(key)
      return members ? [smallest(members)] : []
    })
    return [...new Set(names)].toSorted()
  }

  join([first, second]: readonly [string, string]): void {
    const [into, from] = [this.#members.get(first), this.#members.get(second)]
    if (!into || !from || into === from) return
    for (const key of from) {
      into.add(key)
      this.#members.set(key, into)
    }
  }

  /** The groups that hold accounts of a kind of which all together would have more than `limit` allows. */
  clashing(groups: readonly string[], limit: (kind: string) => number): Set<string> {
    const holders = new Map<string, { count: number; groups: string[] }>()
    for (const group of groups) {
      for (const [kind, count] of this.#kinds(group)) {
        const held = holders.get(kind) ?? { count: 0, groups: [] }
        holders.set(kind, { count: held.count + count, groups: [...held.groups, group] })
      }
    }
    const clashes = [...holders].filter(([kind, held]) => held.groups.length > 1 && held.count > limit(kind))
    return new Set(clashes.flatMap(([, held]) => held.groups))
  }

  /** The group the others are held against: one with an account rather than a lone person, then the largest. */
  main(groups: readonly string[]): string {
    const weight = (group: string) =>
      this.#kinds(group).size * 1_000_000 + (this.#members.get(group)?.size ?? 0)
    return groups.toSorted((a, b) => weight(b) - weight(a) || (a < b ? -1 : 1))[0] ?? ''
  }

  /** Whether somebody has said that these two are not one customer. */
  isKeptFrom(group: string, other: string): boolean {
    const others = this.#members.get(other) ?? new Set()
    return [...(this.#members.get(group) ?? [])].some(key =>
      [...(this.#different.get(key) ?? [])].some(kept => others.has(kept)),
    )
  }

  /** Whether a question between a subject and a choice is settled by somebody's word. */
  isAnswered(subject: string, choice: string): boolean {
    return this.#members.get(subject) === this.#members.get(choice) || this.isKeptFrom(subject, choice)
  }

  membersOf(group: string): string[] {
    return [...(this.#members.get(group) ?? [])]
  }

  all(): string[][] {
    return [...new Set(this.#members.values())]
      .map(members => [...members].toSorted())
      .toSorted(([a = ''], [b = '']) => (a < b ? -1 : 1))
  }

  #kinds(group: string): Map<string, number> {
    const kinds = new Map<string, number>()
    for (const key of this.#members.get(group) ?? []) {
      if (this.#roles.get(key) !== 'account') continue
      const kind = key.split(':').slice(0, 2).join(':')
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
    }
    return kinds
  }

  #keepFrom(key: string, other: string): void {
    const kept = this.#different.get(key) ?? new Set()
    this.#different.set(key, kept.add(other))
  }
}

function smallest(keys: ReadonlySet<string>): string {
  let least: string | null = null
  for (const key of keys) if (least === null || key < least) least = key
  return least ?? ''
}

function byPair(x: Assertion, y: Assertion): number {
  return compare(x.a, y.a) || compare(x.b, y.b)
}

function byName(x: SharedName, y: SharedName): number {
  return compare(x.kind, y.kind) || compare(x.value, y.value)
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
