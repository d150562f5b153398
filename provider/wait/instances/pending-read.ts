/** Something asked: it is answered or fails once, and fails as soon as its signal is aborted. */
export class PendingRead<T> {
  readonly answered: Promise<T>;
  /** The moment of the question: only what is looked at from then on answers it. */
  readonly from: number;
  readonly #resolvers = Promise.withResolvers<T>();
  readonly #signal: AbortSignal | undefined;
  readonly #onEnd: () => void;
  readonly #abort = () => this.fail(this.#signal?.reason);

  constructor(from: number, signal: AbortSignal | undefined, onEnd: () => void) {
    this.from = from;
    this.answered = this.#resolvers.promise;
    this.#signal = signal;
    this.#onEnd = onEnd;
    signal?.addEventListener("abort", this.#abort, { once: true });
  }

  answer(value: T): void {
    this.#end();
    this.#resolvers.resolve(value);
  }

  fail(reason: unknown): void {
    this.#end();
    this.#resolvers.reject(reason);
  }

  #end(): void {
    this.#signal?.removeEventListener("abort", this.#abort);
    this.#onEnd();
  }
}
