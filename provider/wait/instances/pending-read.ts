import type { Instance } from "../../trove/types.ts";
import type { ListRequirements } from "./list-trust.ts";

/** A read without an answer yet. It ends once: with an answer, a failure, or the abort of its signal. */
export class PendingRead<T> {
  readonly answered: Promise<T>;
  /** Only requests with a higher sequence number may answer this read. */
  readonly sequence: number;
  readonly #resolvers = Promise.withResolvers<T>();
  readonly #signal: AbortSignal | undefined;
  readonly #onEnd: () => void;
  readonly #abort = () => this.fail(this.#signal?.reason);

  constructor(sequence: number, signal: AbortSignal | undefined, onEnd: () => void) {
    this.sequence = sequence;
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

/** What to read, and which list entries may answer. */
export interface ReadRequest {
  readonly id: string;
  /** Whether a list of the last 10 s may answer, if it shows the addresses. */
  readonly acceptsRecent: boolean;
  readonly expectsShutdown: () => boolean;
}

/** A read of one instance without an answer yet. */
export class InstanceRead extends PendingRead<Instance> {
  readonly id: string;
  readonly acceptsRecent: boolean;
  readonly requirements: ListRequirements;

  constructor(request: ReadRequest, ...rest: ConstructorParameters<typeof PendingRead<Instance>>) {
    super(...rest);
    this.id = request.id;
    this.acceptsRecent = request.acceptsRecent;
    this.requirements = { addresses: request.acceptsRecent, expectsShutdown: request.expectsShutdown };
  }
}
