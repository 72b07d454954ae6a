/** The values of the last few seconds. */
export class Recent {
  #entries: { at: number; value: number }[] = [];

  constructor(private readonly spanMs: number) {}

  /** Times must not go backwards. */
  add(atMs: number, value: number): void {
    this.#entries.push({ at: atMs, value });
    this.#forget(atMs);
  }

  clear(): void {
    this.#entries = [];
  }

  /** The values younger than the span, unsorted. */
  values(nowMs: number): number[] {
    this.#forget(nowMs);
    return this.#entries.map((entry) => entry.value);
  }

  #forget(nowMs: number): void {
    const first = this.#entries.findIndex((entry) => entry.at > nowMs - this.spanMs);
    this.#entries.splice(0, first < 0 ? this.#entries.length : first);
  }
}

/**
 * The value that a share `p` of all values does not exceed (nearest rank), or `null` of no values.
 *
 * @param p in 0..1
 */
export function percentile(values: readonly number[], p: number): number | null {
  const sorted = [...values].sort((a, b) => a - b);
  const rank = Math.max(1, Math.ceil(p * sorted.length));
  return sorted[rank - 1] ?? null;
}
