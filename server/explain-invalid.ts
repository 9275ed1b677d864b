import type { Context } from 'hono'
import type { z } from 'zod'
import { problem } from './problem.ts'

type Validated = { readonly success: true } | { readonly success: false; readonly error: z.core.$ZodError }

/** Answers a request that does not fit its schema: which part, and what it should be. */
export function explainInvalid(result: Validated, c: Context) {
  if (result.success) return
  const lines = result.error.issues.map(({ path, message }) => `${path.join('.') || 'body'}: ${message}`)
  return problem(c, 'invalid-request', { title: 'The request is not complete', detail: lines.join('; ') })
}
