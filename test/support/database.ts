import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'
import { inject } from 'vitest'

export const DATABASES = ['sqlite', 'postgres'] as const
export type DatabaseKind = (typeof DATABASES)[number]

/** Where a fresh database is, and how to throw it away. */
export interface FreshDatabase {
  readonly dataDir: string
  readonly databaseUrl: string | null
  readonly drop: () => Promise<void>
}

let made = 0

/** An empty database of its own: a file in a temporary folder, or a database on the real PostgreSQL of this run. */
export async function freshDatabase(kind: DatabaseKind): Promise<FreshDatabase> {
  const dataDir = mkdtempSync(join(tmpdir(), 'meshline-test-'))
  const removeDir = () => rmSync(dataDir, { recursive: true, force: true })
  if (kind === 'sqlite') return { dataDir, databaseUrl: null, drop: async () => removeDir() }
  made += 1
  const name = `meshline_${process.pid}_${made}`
  await onServer(`create database ${name}`)
  return {
    dataDir,
    databaseUrl: inject('postgresUrl').replace(/\/postgres$/, `/${name}`),
    async drop() {
      removeDir()
      await onServer(`drop database ${name} with (force)`)
    },
  }
}

async function onServer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: inject('postgresUrl') })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
