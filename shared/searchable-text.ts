/** A text to look in; what it costs to prepare is paid once, when somebody first asks. */
export interface SearchableText {
  readonly text: string
  folded: string | null
  words: Words | null
}

interface Words {
  readonly inOrder: readonly string[]
  readonly distinct: ReadonlySet<string>
}

export function searchable(text: string): SearchableText {
  return { text, folded: null, words: null }
}

/**
 * Normalising sorts the marks after a letter, in quadratic time: three seconds for 100 KB of them. Real writing has a
 * few; 30 is the limit of Unicode's Stream-Safe Text Format (UAX #15). The last two are marks that Unicode calls
 * letters.
 */
const TOO_MANY_MARKS = /([\p{M}\uFF9E\uFF9F]{30})[\p{M}\uFF9E\uFF9F]+/gu

/** One spelling whatever the case and the form: `STRASSE` and `Straße` alike. */
export function fold(text: string): string {
  const normal = text.replace(TOO_MANY_MARKS, '$1').normalize('NFKC')
  return normal.toUpperCase().toLowerCase().replaceAll('ς', 'σ').normalize('NFKC').trim()
}

export function foldedOf(searched: SearchableText): string {
  searched.folded ??= fold(searched.text)
  return searched.folded
}

/** Letters, digits and marks in a row; in scripts that put no spaces between words, each letter alone. */
const WORD =
  /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]|[[\p{L}\p{N}\p{M}_]--[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}\p{Script=Lao}\p{Script=Khmer}\p{Script=Myanmar}]]+/gv

/** The words of a text, folded, in order. */
export function wordsIn(text: string): string[] {
  return fold(text).match(WORD) ?? []
}

function wordsOf(searched: SearchableText): Words {
  if (!searched.words) {
    const inOrder = foldedOf(searched).match(WORD) ?? []
    searched.words = { inOrder, distinct: new Set(inOrder) }
  }
  return searched.words
}

/** A word on the way through the phrases that are looked for; `fallback` is where to go on when the next one differs. */
interface Step {
  readonly next: Map<string, Step>
  fallback: Step | null
  isEnd: boolean
}

/**
 * Whether a text has at least one of the phrases as whole words in a row. Takes time in proportion to the words of the
 * text plus those of the phrases, whatever they are (Aho and Corasick 1975, over words instead of letters).
 */
export function phraseFinder(phrases: readonly string[]): (searched: SearchableText) => boolean {
  const split = phrases.map(wordsIn).filter(words => words.length > 0)
  const single = split.flatMap(words => (words.length === 1 ? words : []))
  const longer = split.filter(words => words.length > 1)
  const start = automaton(longer)
  return searched => {
    const { inOrder, distinct } = wordsOf(searched)
    if (single.some(word => distinct.has(word))) return true
    const possible = longer.some(words => words.every(word => distinct.has(word)))
    return possible && runs(start, inOrder)
  }
}

function automaton(phrases: readonly (readonly string[])[]): Step {
  const start: Step = { next: new Map(), fallback: null, isEnd: false }
  for (const words of phrases) {
    let step = start
    for (const word of words) {
      const known = step.next.get(word) ?? { next: new Map(), fallback: start, isEnd: false }
      step.next.set(word, known)
      step = known
    }
    step.isEnd = true
  }
  const queue = [...start.next.values()]
  for (const step of queue) {
    for (const [word, child] of step.next) {
      child.fallback = follow(step.fallback ?? start, word)
      child.isEnd ||= child.fallback.isEnd
      queue.push(child)
    }
  }
  return start
}

function runs(start: Step, words: readonly string[]): boolean {
  let step = start
  for (const word of words) {
    step = follow(step, word)
    if (step.isEnd) return true
  }
  return false
}

function follow(from: Step, word: string): Step {
  let step = from
  for (;;) {
    const found = step.next.get(word)
    if (found) return found
    if (!step.fallback) return step
    step = step.fallback
  }
}
