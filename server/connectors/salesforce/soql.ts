/** A text as a SOQL literal; whatever it holds stays inside the quotes. */
export function quoted(text: string): string {
  return `'${escaped(text)}'`
}

/** A LIKE pattern for texts that contain this one, its own wildcards taken literally. */
export function containing(text: string): string {
  return `'%${escaped(text).replaceAll(/[%_]/g, String.raw`\$&`)}%'`
}

/** `('a','b')` */
export function oneOf(texts: readonly string[]): string {
  return `(${texts.map(quoted).join(',')})`
}

/** A moment as a SOQL date-time literal, which takes no quotes. Epoch ms. */
export function moment(at: number): string {
  return new Date(at).toISOString()
}

function escaped(text: string): string {
  return text
    .replaceAll(/[\\'"]/g, String.raw`\$&`)
    .replaceAll('\n', String.raw`\n`)
    .replaceAll('\r', String.raw`\r`)
    .replaceAll('\t', String.raw`\t`)
}

/**
 * Ids in groups that fit into one query: they travel in the address, of which Salesforce takes 16 KB in all.
 */
export function inGroups(ids: Iterable<string>): string[][] {
  const all = [...new Set(ids)]
  const groups: string[][] = []
  for (let from = 0; from < all.length; from += GROUP) groups.push(all.slice(from, from + GROUP))
  return groups
}

const GROUP = 400
