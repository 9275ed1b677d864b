import { setFlagsFromString } from 'node:v8'

/**
 * Has V8 collect garbage when the heap has grown by half instead of letting it grow further, as it does on a
 * machine with much memory. A backfill of 100,000 accounts then peaks at about 250 MB instead of 300 and takes no
 * longer (docs/benchmarks.md). Must run before the heap grows.
 */
export function keepHeapSmall(): void {
  setFlagsFromString('--heap-growing-percent=50')
}
