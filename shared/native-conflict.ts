import { z } from 'zod'
import { Localized } from './locale.ts'

/** One of our rules that a tool's own rule gets in the way of. */
export const Collision = z.object({
  policy: z.enum(['routing', 'sla']),
  rule: z.string(),
  title: z.string(),
  /**
   * `always`: every ticket our rule means is one their rule means too, as far as both say so. `may`: nobody can tell
   * from the rules alone, or it is only some of the tickets.
   */
  certainty: z.enum(['always', 'may']),
  why: Localized,
})
export type Collision = z.infer<typeof Collision>

/** A rule inside a tool that assigns, or sets a status, where ours say something else. */
export const NativeConflict = z.object({
  /** The tool it is in. */
  source: z.string(),
  id: z.string(),
  title: z.string(),
  /** Where an admin of the tool edits it. */
  url: z.string(),
  sets: Localized,
  /** Its conditions in plain English, as the tool has them. */
  when: z.string(),
  /** The first few, in the order of our rules. */
  collisions: z.array(Collision),
  /** Collisions that are not listed, by policy. */
  unlisted: z.object({ routing: z.int(), sla: z.int() }),
})
export type NativeConflict = z.infer<typeof NativeConflict>

/** A tool whose own rules were asked for. */
export const AskedTool = z.discriminatedUnion('kind', [
  /** `rules`: how many of its own assign or set a status. */
  z.object({ kind: z.literal('read'), source: z.string(), rules: z.int() }),
  z.object({ kind: z.literal('away'), source: z.string(), why: Localized }),
])
export type AskedTool = z.infer<typeof AskedTool>

/** What the tools' own rules do beside the policies that hold. */
export const NativeConflicts = z.object({
  /** None where no tool is connected that can assign. */
  tools: z.array(AskedTool),
  conflicts: z.array(NativeConflict),
})
export type NativeConflicts = z.infer<typeof NativeConflicts>
