import { readFileSync, statSync } from 'node:fs'
import { parse, stringify } from 'yaml'
import { Misuse } from './terminal.ts'

/** Bytes of a policy file; one with thousands of rules is below a tenth of it. */
const LARGEST = 2 * 1024 * 1024
/** How often one part may be repeated by reference; a few lines could otherwise stand for gigabytes. */
const MOST_ALIASES = 100

/** Reads a file of JSON, by its name or its first character, or else of YAML. Throws Misuse with what to do. */
export function readDocumentFile(file: string): unknown {
  const text = readTextFile(file)
  const isJson = file.endsWith('.json') || /^\s*[{[]/.test(text)
  try {
    // JSON with comments or single quotes is YAML all the same.
    return file.endsWith('.json') ? JSON.parse(text) : parse(text, { maxAliasCount: MOST_ALIASES })
  } catch (error) {
    const [why] = (error instanceof Error ? error.message : String(error)).split('\n')
    const what = isJson ? 'JSON' : 'YAML'
    throw new Misuse(
      `${file} is not ${what} (${why}); start from what meshline policy show prints with --${what.toLowerCase()}`,
    )
  }
}

/** Throws Misuse where a file cannot be read or is too large. */
export function readTextFile(file: string): string {
  try {
    const { size } = statSync(file)
    if (size > LARGEST) throw new Misuse(`${file} has ${size} bytes; a file may have 2 MB`)
    return readFileSync(file, 'utf8')
  } catch (error) {
    if (error instanceof Misuse) throw error
    const why = error instanceof Error ? error.message : String(error)
    throw new Misuse(`${file} cannot be read (${why})`)
  }
}

export function yamlOf(document: object): string {
  return stringify(document, { lineWidth: 110, aliasDuplicateObjects: false }).trimEnd()
}
