import { expect, test } from 'vitest'

test('fails on purpose, for the test of the runner', () => {
  expect(1).toBe(2)
})
