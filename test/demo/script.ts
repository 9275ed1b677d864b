/** One thing the demo shows and checks. It throws, or waits in vain, where what it says is not so. */
export interface Step {
  readonly says: string
  readonly play: () => Promise<void>
}

const TICK = '\u2713'
const CROSS = '\u2717'

/** Plays steps in order, prints each as it goes, and stops at the first that fails, as the rest stands on it. */
export async function playSteps(steps: readonly Step[]): Promise<{ passed: number; failed: number }> {
  let passed = 0
  for (const { says, play } of steps) {
    const began = performance.now()
    try {
      await play()
    } catch (error) {
      console.log(`  ${CROSS} ${says}`)
      console.error(error)
      return { passed, failed: steps.length - passed }
    }
    passed += 1
    console.log(`  ${TICK} ${says} (${Math.round(performance.now() - began)} ms)`)
  }
  return { passed, failed: 0 }
}

/** Waits until a fact holds, looking again and again; throws with the name of the fact after `withinMs`. */
export async function until(
  fact: string,
  holds: () => boolean | Promise<boolean>,
  withinMs = 20_000,
): Promise<void> {
  const deadline = performance.now() + withinMs
  while (!(await holds())) {
    if (performance.now() > deadline) throw new Error(`Waited ${withinMs} ms, but not so: ${fact}`)
    await new Promise(resolve => setTimeout(resolve, 25))
  }
}
