#!/usr/bin/env node
import { monotonicFactory } from 'ulid'
import { runCommand } from './cli/run-command.ts'

const ulid = monotonicFactory()

process.exitCode = await runCommand(process.argv.slice(2), {
  variables: process.env,
  now: Date.now,
  newId: prefix => `${prefix}_${ulid()}`,
  print: line => process.stdout.write(`${line}\n`),
  complain: line => process.stderr.write(`${line}\n`),
  onStop: stop => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  },
  user: process.env.USER ?? 'unknown',
})
