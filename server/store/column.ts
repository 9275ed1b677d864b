import type { ColumnType } from 'kysely'

/** Epoch milliseconds, UTC. */
export type Instant = number

/** JSON as text: both databases keep it byte for byte. */
export type JsonText = string

/** Set when the row is made, never changed. */
export type Fixed<T> = ColumnType<T, T, never>
