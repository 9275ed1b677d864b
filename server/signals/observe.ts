import { type Identifier, nameKey, type SourceRecord } from '../../shared/source-record.ts'
import {
  type ChangeHint,
  type Connectors,
  type Observation,
  type Subject,
  type VendorReader,
  VendorUnavailable,
} from '../connectors/connector.ts'

export interface Observed {
  /** The reading that was asked for, then what others say; empty where nobody ever knew it. */
  readonly observations: readonly Observation[]
  /** A vendor that should have been asked too and cannot be now. */
  readonly missing: VendorUnavailable | null
}

/** What every connected vendor says of a subject and of whoever is behind it. Throws VendorUnavailable for its own. */
export async function observe(
  connectors: Connectors,
  { source, subject, hint }: { source: string; subject: Subject; hint: ChangeHint },
): Promise<Observed> {
  const reader = connectors.readers.get(source)
  if (!reader) {
    const variables = `MESHLINE_${source.toUpperCase()}_*`
    throw new VendorUnavailable({
      en: `${source} has no credentials; set ${variables}`,
      de: `${source} hat keine Zugangsdaten; ${variables} setzen`,
    })
  }
  const first = await reader.read(subject, hint)
  if (!first) return { observations: [], missing: null }
  const names = namesIn(first.records)
  const others = [...connectors.readers.values()].filter(other => other.source !== source)
  const answers = await Promise.all(others.map(other => askOther(other, names)))
  const missing = answers.find(answer => answer instanceof VendorUnavailable) ?? null
  const related = answers.flatMap(answer => (answer instanceof VendorUnavailable ? [] : answer))
  return { observations: [first, ...related], missing }
}

async function askOther(
  reader: VendorReader,
  names: readonly Identifier[],
): Promise<readonly Observation[] | VendorUnavailable> {
  try {
    return await reader.readByIdentifiers(names)
  } catch (error) {
    if (error instanceof VendorUnavailable) return error
    throw error
  }
}

/** What the records of one reading go by, their own ids among it. */
function namesIn(records: readonly SourceRecord[]): Identifier[] {
  const names = records
    .filter(({ gone, role }) => !gone && role !== 'part')
    .flatMap(({ name, keys }) => [{ kind: `${name.source}-${name.type}`, value: name.id }, ...keys])
  return [...new Map(names.map(name => [`${name.kind} ${name.value}`, name])).values()]
}

/** The vendor never knew what was asked about, or knows it no more. */
export function isGone([first]: readonly Observation[]): boolean {
  if (!first) return true
  const { subject } = first
  return (
    subject !== null && first.records.some(({ name, gone }) => gone && nameKey(name) === nameKey(subject))
  )
}
