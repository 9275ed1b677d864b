import { createHash } from 'node:crypto'

/** The dedupe key of what carries no id of its own: the same bytes are the same event. */
export function bodyDigest(raw: Buffer | string): string {
  return `sha256:${createHash('sha256').update(raw).digest('hex')}`
}
