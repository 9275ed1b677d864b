const CHECK_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ012345'

/**
 * The 18-character form of a record id of 15 or 18 characters, or null for what is neither. The three characters at
 * the end say which of each five letters are capitals: an id that a system without capitals passed on gets them back,
 * and one whose capitals contradict its end is no id.
 */
export function salesforceId(text: string): string | null {
  if (/^[A-Za-z0-9]{15}$/.test(text)) return text + checksumOf(text)
  if (!/^[A-Za-z0-9]{18}$/.test(text)) return null
  const end = text.slice(15).toUpperCase()
  const hasLostCase = text === text.toLowerCase() || text === text.toUpperCase()
  const start = hasLostCase ? withCapitals(text.slice(0, 15), end) : text.slice(0, 15)
  return checksumOf(start) === end ? start + end : null
}

function checksumOf(id: string): string {
  return [0, 5, 10].map(from => CHECK_CHARACTERS[capitalsOf(id.slice(from, from + 5))] ?? '').join('')
}

/** A bit for each capital of five letters, the first letter the lowest. */
function capitalsOf(five: string): number {
  return Array.from(five).reduce((bits, letter, at) => (/[A-Z]/.test(letter) ? bits | (1 << at) : bits), 0)
}

function withCapitals(id: string, check: string): string {
  const bits = Array.from(check).map(character => CHECK_CHARACTERS.indexOf(character))
  const isCapital = (at: number) => (((bits[Math.floor(at / 5)] ?? 0) >> (at % 5)) & 1) === 1
  return Array.from(id)
    .map((letter, at) => (isCapital(at) ? letter.toUpperCase() : letter.toLowerCase()))
    .join('')
}

const TYPES: Readonly<Record<string, string>> = {
  '001': 'account',
  '003': 'contact',
  '006': 'opportunity',
  '500': 'case',
  '800': 'contract',
}

/** What kind of record an id names by its first three characters; null for one nothing here knows. */
export function salesforceTypeOf(id: string): string | null {
  return TYPES[id.slice(0, 3)] ?? null
}
