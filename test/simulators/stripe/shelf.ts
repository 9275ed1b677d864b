/** What every object of an account has. `created` is in seconds. */
export interface Shelved {
  readonly id: string
  readonly created: number
}

/**
 * One kind of an account's objects, by id. Its order is worked out once and kept while nothing is put in or taken out,
 * so that paging through 100,000 of them does not sort them for each page.
 */
export class Shelf<T extends Shelved> extends Map<string, T> {
  #sorted: readonly T[] | null = null
  #places: ReadonlyMap<string, number> | null = null
  #groups: ReadonlyMap<string | null, T[]> | null = null

  override set(id: string, object: T): this {
    this.#forget()
    return super.set(id, object)
  }

  override delete(id: string): boolean {
    this.#forget()
    return super.delete(id)
  }

  override clear(): void {
    this.#forget()
    super.clear()
  }

  /** Newest first; of one second, the one put in last. */
  newestFirst(): readonly T[] {
    this.#sorted ??= [...this.values()].toReversed().toSorted((a, b) => b.created - a.created)
    return this.#sorted
  }

  /** Where an object stands in that order. */
  placeOf(id: string): number | null {
    this.#places ??= new Map(this.newestFirst().map((object, place) => [object.id, place]))
    return this.#places.get(id) ?? null
  }

  /** The objects with the same owner, newest first. Always ask for the same owner: the first answer is kept. */
  ownedBy(owner: string, ownerOf: (object: T) => string | null): readonly T[] {
    this.#groups ??= Map.groupBy(this.newestFirst(), ownerOf)
    return this.#groups.get(owner) ?? []
  }

  #forget(): void {
    this.#sorted = null
    this.#places = null
    this.#groups = null
  }
}
