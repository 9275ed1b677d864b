import { expect, test } from 'vitest'
import { createLog } from '../../server/log.ts'

function logged(entry: object): string {
  const lines: string[] = []
  createLog('info', { write: line => void lines.push(line) }).info(entry, 'something happened')
  return lines.join('')
}

test.each([
  ['a token', { token: 'mls_secret' }],
  ['a header', { request: { headers: { authorization: 'Bearer mls_secret' } } }],
  ['an address', { member: { email: 'mls_secret@acme.test' } }],
  ['a webhook’s body', { body: '{"key":"mls_secret"}' }],
  ['a ticket’s subject', { ticket: { subject: 'mls_secret' } }],
])('%s never gets into the log', (_what, entry) => {
  expect(logged(entry)).not.toContain('mls_secret')
  expect(logged(entry)).toContain('[redacted]')
})

test('what helps to find a request does', () => {
  expect(logged({ requestId: 'req_1-7', path: '/v1/panel', status: 200 })).toContain('"requestId":"req_1-7"')
})
