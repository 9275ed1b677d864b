const LONGEST = 64

/** `; did you mean "account.mrr"?`, or nothing where no name is near what was typed. */
export function didYouMean(typed: unknown, names: readonly string[]): string {
  if (typeof typed !== 'string' || typed.length > LONGEST) return ''
  const wanted = typed.trim().toLowerCase()
  let [best, least] = ['', Math.max(1, Math.floor(wanted.length / 3)) + 1]
  for (const name of names) {
    const distance = Math.min(...waysToWrite(name).map(way => editDistance(wanted, way.toLowerCase())))
    if (distance < least) [best, least] = [name, distance]
  }
  return best ? `; did you mean "${best}"?` : ''
}

/** `account.mrr` is also written `mrr` and `account_mrr`. */
function waysToWrite(name: string): string[] {
  const dot = name.indexOf('.')
  return dot < 0 ? [name] : [name, name.slice(dot + 1), name.replace('.', '_')]
}

/** Letters to insert, remove or replace to make one of the other. */
function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, at) => at)
  for (let i = 1; i <= a.length; i += 1) {
    const next = [i]
    for (let j = 1; j <= b.length; j += 1) {
      const replaced = (row[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)
      next.push(Math.min(replaced, (row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1))
    }
    row = next
  }
  return row[b.length] ?? 0
}
