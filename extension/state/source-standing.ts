import type { SourceState } from '../../shared/panel.ts'

export type SourceStanding = 'trouble' | 'filling' | 'never' | 'fine'

/** Where a source stands, the weightiest first. */
export function standingOf({ trouble, backfill, syncedAt }: SourceState): SourceStanding {
  if (trouble) return 'trouble'
  if (backfill) return 'filling'
  return syncedAt === null ? 'never' : 'fine'
}

export function isUpToDate(source: SourceState): boolean {
  return standingOf(source) === 'fine'
}
