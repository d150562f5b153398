/** Fetches each value once and keeps it; concurrent callers share one fetch. */
export class Memo {
  readonly #values = new Map<string, Promise<unknown>>();
  readonly #keepsFailure: (error: unknown) => boolean;

  /** @param keepsFailure which failures are kept like values; after any other failure the next caller fetches again */
  constructor(keepsFailure: (error: unknown) => boolean = () => false) {
    this.#keepsFailure = keepsFailure;
  }

  /** Returns the value of the key; `fetch` must give the same type for the same key. */
  once<T>(key: string, fetch: () => Promise<T>): Promise<T> {
    const known = this.#values.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const value = fetch();
    this.#values.set(key, value);
    value.catch((error: unknown) => {
      if (!this.#keepsFailure(error)) this.#values.delete(key);
    });
    return value;
  }
}

/** Returns a function that fetches one value as a `Memo` does. */
export function memoize<T>(fetch: () => Promise<T>, keepsFailure?: (error: unknown) => boolean): () => Promise<T> {
  const memo = new Memo(keepsFailure);
  return () => memo.once("value", fetch);
}
