/**
 * `wanted` different numbers of 1 to `population`, each set of them as likely as any other; all where there are no
 * more. Asks for one random number per number drawn (Floyd's algorithm, CACM 30(9), 1987). `random` gives at least 0
 * and less than 1.
 */
export function drawRanks(
  { population, wanted }: { population: number; wanted: number },
  random: () => number,
): number[] {
  const drawn = new Set<number>()
  for (let top = Math.max(0, population - wanted) + 1; top <= population; top += 1) {
    const rank = 1 + Math.floor(random() * top)
    drawn.add(drawn.has(rank) ? top : rank)
  }
  return [...drawn]
}
