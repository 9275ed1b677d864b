/**
 * Keeps answers for a while, so that a morning's tickets do not ask for the same group a hundred times. Asked twice at
 * once, it is loaded once; a failure is not kept. Times: milliseconds, `now` is our clock.
 */
export function remember<T>(now: () => number, forMs: number) {
  const kept = new Map<string, { readonly at: number; readonly answer: Promise<T> }>()
  return (key: string, load: () => Promise<T>): Promise<T> => {
    const known = kept.get(key)
    if (known && now() - known.at < forMs) return known.answer
    const answer = load()
    kept.set(key, { at: now(), answer })
    answer.catch(() => kept.delete(key))
    return answer
  }
}
