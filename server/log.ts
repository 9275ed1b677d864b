import { type Logger, pino } from 'pino'

/** JSON lines on stdout; nothing that is secret or personal ever gets into one. */
export function createLog(level: string): Logger {
  return pino({
    level,
    redact: {
      paths: [
        '*.authorization',
        '*.cookie',
        '*.token',
        '*.email',
        '*.body',
        'authorization',
        'token',
        'email',
        'body',
      ],
      censor: '[redacted]',
    },
  })
}
