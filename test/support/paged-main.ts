import { setTimeout as sleep } from 'node:timers/promises'
import { monotonicFactory } from 'ulid'
import { runCommand } from '../../server/cli/run-command.ts'
import { VENDORS } from '../../server/connectors/vendors.ts'
import { keepHeapSmall } from '../../server/keep-heap-small.ts'
import { pagedConnector } from './paged-connector.ts'

/** `meshline` as it ships, but for one more vendor: what tests run as a process of its own, and kill. */
const ulid = monotonicFactory(Math.random)

keepHeapSmall()
process.exitCode = await runCommand(process.argv.slice(2), {
  variables: process.env,
  now: Date.now,
  newId: prefix => `${prefix}_${ulid()}`,
  random: Math.random,
  vendors: [...VENDORS, pagedConnector],
  print: line => process.stdout.write(`${line}\n`),
  complain: line => process.stderr.write(`${line}\n`),
  onStop: stop => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, stop)
  },
  screen: null,
  sleep: (ms, signal) => sleep(ms, undefined, { signal }).catch(() => {}),
  user: 'test',
})
