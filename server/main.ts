#!/usr/bin/env node
import { monotonicFactory } from 'ulid'
import { runCommand } from './cli/run-command.ts'

// Ids must be unique, not secret; asking the system for random bytes showed in the profile of the intake.
const ulid = monotonicFactory(Math.random)

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
