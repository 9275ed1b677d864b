/** Counted ids: the same run gives the same ids, no chance involved. */
export class Serial {
  #next: number

  constructor(first = 1) {
    this.#next = first
  }

  number = (): number => this.#next++

  /** `text('re_3SVmesh', 8)` gives `re_3SVmesh00000001`. */
  text = (prefix: string, digits: number): string => prefix + String(this.#next++).padStart(digits, '0')
}

/** A uuid whose last block is `serial`. */
export function uuidOf(serial: number): string {
  return `7f3c2b1a-0000-4000-8000-${serial.toString(16).padStart(12, '0')}`
}

/** Looks like a ULID: 26 characters, sorted by `serial`. */
export function ulidOf(serial: number): string {
  return `01KA9Z${serial
    .toString(32)
    .toUpperCase()
    .replaceAll(/[ILOU]/g, 'X')
    .padStart(20, '0')}`
}
