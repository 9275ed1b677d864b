import { z } from 'zod'

/** Who caused a write. People act through a session; everything else names its machine. */
export const Actor = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('person'), memberId: z.string(), name: z.string(), sessionId: z.string() }),
  z.object({ kind: z.literal('webhook'), source: z.string() }),
  z.object({ kind: z.literal('job'), name: z.string() }),
  z.object({ kind: z.literal('command'), user: z.string() }),
])
export type Actor = z.infer<typeof Actor>
