import { expect, test } from 'vitest'
import { companyDomain, normaliseEmail } from '../../shared/identity.ts'

test.each([
  ['Dana@ACME.example', 'dana@acme.example'],
  [' dana+billing@acme.example ', 'dana@acme.example'],
  ['not an address', null],
  ['a@b', null],
])('%s is written %s', (given, expected) => {
  expect(normaliseEmail(given)).toBe(expected)
})

test('free mail says nothing about the company', () => {
  expect(companyDomain('someone@gmail.com')).toBeNull()
  expect(companyDomain('dana@acme.example')).toBe('acme.example')
})
