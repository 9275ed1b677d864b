import { readFileSync } from 'node:fs'
import { describe, expect, test } from 'vitest'

interface LockedPackage {
  readonly resolved?: string
  readonly optionalDependencies?: Readonly<Record<string, string>>
}

const root = new URL('..', import.meta.url).pathname
const manifest: Record<'dependencies' | 'devDependencies', Record<string, string>> = JSON.parse(
  readFileSync(`${root}package.json`, 'utf8'),
)
const { packages }: { packages: Record<string, LockedPackage> } = JSON.parse(
  readFileSync(`${root}package-lock.json`, 'utf8'),
)

describe('what is installed is the same everywhere', () => {
  test('versions are exact', () => {
    const versions = Object.values({ ...manifest.dependencies, ...manifest.devDependencies })
    expect(versions.filter(version => !/^\d+\.\d+\.\d+(-[\w.]+)?$/.test(version))).toEqual([])
  })

  test('the lock file names no download addresses', () => {
    expect(Object.entries(packages).filter(([, { resolved }]) => resolved !== undefined)).toEqual([])
  })

  // A registry that lacks a platform's package makes npm leave it out of the lock, and `npm ci` then refuses the lock.
  test('the lock file has every platform’s optional packages', () => {
    const missing = Object.entries(packages).flatMap(([path, { optionalDependencies = {} }]) =>
      Object.keys(optionalDependencies).filter(
        name => !(`node_modules/${name}` in packages) && !(`${path}/node_modules/${name}` in packages),
      ),
    )
    expect(missing).toEqual([])
  })
})
