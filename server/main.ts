#!/usr/bin/env node
import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicFactory } from 'ulid'
import { runCommand } from './cli/run-command.ts'
import { VENDORS } from './connectors/vendors.ts'
import { keepHeapSmall } from './keep-heap-small.ts'

// Ids must be unique, not secret; asking the system for random bytes showed in the profile of the intake.
const ulid = monotonicFactory(Math.random)

keepHeapSmall()
process.exitCode = await runCommand(process.argv.slice(2), {
  variables: process.env,
  now: Date.now,
  newId: prefix => `${prefix}_${ulid()}`,
  random: Math.random,
  vendors: VENDORS,
  print: line => process.stdout.write(`${line}\n`),
  complain: line => process.stderr.write(`${line}\n`),
  onStop: stop => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  },
  screen: process.stdout.isTTY ? process.stdout : null,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  user: process.env.USER ?? 'unknown',
})
