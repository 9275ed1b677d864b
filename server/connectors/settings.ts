import { z } from 'zod'
import { BadSettings } from '../bad-settings.ts'
import type { Variables } from './connector.ts'

/** An http or https address without a slash at its end. */
export const urlSetting = (what: string) =>
  z
    .url({ protocol: /^https?$/, error: `must be an http or https address, ${what}` })
    .transform(text => text.replace(/\/+$/, ''))

/**
 * Reads a vendor's variables: null where none of them is set, an error with a line for each mistake where they are
 * set by halves or wrongly. Variables with a default do not count as set by themselves.
 */
export function readVendorSettings<Shape extends z.ZodRawShape>(
  shape: Shape,
  variables: Variables,
): z.infer<z.ZodObject<Shape>> | null {
  const schema = z.object(shape)
  const names = Object.keys(shape)
  const given = Object.fromEntries(
    names.flatMap(name => (variables[name] ? [[name, variables[name]] as const] : [])),
  )
  const optional = new Set(
    names.filter(name => z.safeParse(schema.shape[name] ?? z.never(), undefined).success),
  )
  if (!Object.keys(given).some(name => !optional.has(name))) return null
  const parsed = schema.safeParse(given)
  if (parsed.success) return parsed.data
  const lines = parsed.error.issues.map(({ path, message }) => {
    const name = path.join('.')
    return name in given
      ? `${name}: ${message}`
      : `${name}: missing; needed beside ${Object.keys(given).join(', ')}`
  })
  throw new BadSettings(lines.join('\n'))
}
