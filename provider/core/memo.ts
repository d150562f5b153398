/** Fetches each value once and keeps it. A fetch that fails is not kept, so that the next caller tries again. */
export class Memo {
  readonly #values = new Map<string, Promise<unknown>>();

  once<T>(key: string, fetch: () => Promise<T>): Promise<T> {
    const known = this.#values.get(key) as Promise<T> | undefined;
    if (known !== undefined) return known;
    const value = fetch();
    this.#values.set(key, value);
    value.catch(() => this.#values.delete(key));
    return value;
  }
}
