import type { InstanceSource } from "../../wait/instances/instance-poller.ts";

/**
 * An id after a word for an instance. The errors of Trove's API and of the waits know an instance by its id alone, and they
 * pass through many layers before a name is known, so the names are added to the finished text. A path has no such word.
 */
const ID_WITHOUT_NAME = /\b(instance|replica|source)(,?) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/gi;
/** Starts a quotation of Trove (`troveSays`, `ApiError`), which stays as it is. */
const QUOTE = /Trove says: |Trove answered \d{3}(?: \w+)?: /;

/** The names of the instances that this process has read. People know an instance by its name, Trove's API by its id. */
export class InstanceNames {
  readonly #names = new Map<string, string>();

  learn(id: string, name: string | undefined): void {
    if (name !== undefined) this.#names.set(id, name);
  }

  /** Adds the name of each known instance to its id: `instance "db" (4f1c…)`. */
  addTo(text: string): string {
    const quotedAt = text.search(QUOTE);
    const ours = quotedAt < 0 ? text : text.slice(0, quotedAt);
    const named = ours.replace(ID_WITHOUT_NAME, (unnamed, noun: string, comma: string, id: string) => {
      const name = this.#names.get(id);
      return name === undefined ? unnamed : `${noun}${comma} "${name}" (${id})`;
    });
    return named + text.slice(ours.length);
  }

  /** The same source, which also stores the names of the instances that it returns. */
  learningFrom(source: InstanceSource): InstanceSource {
    return {
      get: async (id, options) => {
        const instance = await source.get(id, options);
        this.learn(instance.id, instance.name);
        return instance;
      },
      page: async (options) => {
        const page = await source.page(options);
        for (const { id, name } of page.items) this.learn(id, name);
        return page;
      },
    };
  }
}
