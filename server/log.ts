import { type DestinationStream, type Logger, pino } from 'pino'

const HIDDEN = ['authorization', 'cookie', 'token', 'email', 'body', 'subject', 'description']

/** JSON lines on stdout, or where a test wants them; nothing secret or personal gets into one under these names. */
export function createLog(level: string, destination?: DestinationStream): Logger {
  const paths = HIDDEN.flatMap(name => [name, `*.${name}`, `*.*.${name}`])
  const options = { level, redact: { paths, censor: '[redacted]' } }
  return destination ? pino(options, destination) : pino(options)
}
