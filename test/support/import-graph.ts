import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'

export interface Import {
  /** Path from the root, such as `server/pipeline.ts`. */
  readonly from: string
  /** Path from the root, or a package's name. */
  readonly to: string
  readonly typeOnly: boolean
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\s+(type\s)?(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]|import\(\s*['"]([^'"]+)['"]\s*\)/g

/** Every import of every source file below the folders, as written. */
export function importsOf(root: string, folders: readonly string[]): Import[] {
  return folders
    .flatMap(folder => sourceFiles(join(root, folder)))
    .flatMap(path => {
      const from = relative(root, path)
      return importsIn(readFileSync(path, 'utf8'), from)
    })
}

/** The imports in one file's text. */
export function importsIn(text: string, from: string): Import[] {
  return [...text.matchAll(IMPORT)].map(([, typeOnly, named, dynamic]) => {
    const target = named ?? dynamic ?? ''
    const to = target.startsWith('.') ? join(dirname(from), target) : target
    return { from, to, typeOnly: typeOnly !== undefined }
  })
}

export function sourceFiles(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile() && /\.tsx?$/.test(entry.name) && !entry.name.endsWith('.d.ts'))
    .map(entry => join(entry.parentPath, entry.name))
}
