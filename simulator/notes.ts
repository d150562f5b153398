const MOST = 20;

/** What a person should know about the cloud: what is not as in a real one, and what failed. */
export class Notes {
  /** Each text once, the latest last. */
  latest: readonly string[] = [];
  readonly #log: (line: string) => void;

  constructor(log: (line: string) => void) {
    this.#log = log;
  }

  readonly add = (text: string): void => {
    if (!this.latest.includes(text)) this.#log(text);
    this.latest = [...this.latest.filter((one) => one !== text), text].slice(-MOST);
  };
}
