import { same } from "../../values/same.ts";
import type { ArgumentName, InstanceInputs } from "../arguments.ts";
import { type Released, releasedBy } from "../released.ts";

/** The arguments of an instance at the values that the cloud has so far, and those that the program has released. */
export class AppliedInputs {
  readonly #inputs: InstanceInputs;
  readonly #isResuming: boolean;
  #values: InstanceInputs;
  #released: Released | undefined;
  #areUsersChangeable: boolean;

  /**
   * @param inputs of the program
   * @param values as the state has them
   * @param options `isResuming`: an interrupted update is resumed. `areUsersChangeable`: the cloud is known to list and
   * change the users of the instance, so that nothing needs the released ones.
   */
  constructor(
    inputs: InstanceInputs,
    values: InstanceInputs,
    options: {
      readonly released: Released | undefined;
      readonly isResuming: boolean;
      readonly areUsersChangeable: boolean;
    },
  ) {
    this.#inputs = inputs;
    this.#values = values;
    this.#isResuming = options.isResuming;
    this.#released = options.released;
    this.#areUsersChangeable = options.areUsersChangeable;
  }

  get values(): InstanceInputs {
    return this.#values;
  }

  get released(): Released | undefined {
    return this.#released;
  }

  /** Whether these arguments are known to have the values of the program. They never are in a resumed update. */
  isUpToDate(...names: readonly ArgumentName[]): boolean {
    return !this.#isResuming && names.every((name) => same(this.#values[name], this.#inputs[name]));
  }

  /** Records new values; an argument that is `undefined` is released. */
  mark(values: Partial<InstanceInputs>): void {
    const before = this.#values;
    this.#values = withoutUndefined({ ...before, ...values });
    this.#released = releasedBy(before, this.#values, {
      released: this.#released,
      usersChange: this.#areUsersChangeable,
    });
  }

  /** Records that the cloud lists and changes the users of the instance, and forgets those that were released. */
  markUsersChangeable(): void {
    this.#areUsersChangeable = true;
    this.mark({});
  }
}

function withoutUndefined(inputs: InstanceInputs): InstanceInputs {
  return Object.fromEntries(Object.entries(inputs).filter(([, value]) => value !== undefined));
}
