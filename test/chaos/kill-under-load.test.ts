import { expect, test } from 'vitest'
import { killUnderLoad } from './kill-under-load.ts'

test('killed in the middle of a flood of webhooks: what was acknowledged is stored, once', async () => {
  const figures = await killUnderLoad(3)
  expect(figures).toMatchObject({ kills: 3, lost: 0, doubled: 0, integrity: 'ok' })
  expect(figures.acknowledged).toBeGreaterThan(100)
})
