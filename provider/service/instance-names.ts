import type { InstanceSource } from "../wait/instances/instance-poller.ts";

/** An id after the word that says what it is of; a path has no such word. */
const NAMELESS = /\b(instance|replica|source)(,?) ([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\b/gi;
/** Where a text quotes Trove (`troveSays`, `ApiError`): from there on it stays as it is. */
const QUOTE = /Trove says: |Trove answered \d{3}(?: \w+)?: /;

/**
 * The names of the instances that this process has read. Only here a text gets them: Trove's API takes ids, so that the
 * errors below know no names, and people know an instance by its name.
 */
export class InstanceNames {
  readonly #names = new Map<string, string>();

  learn(id: string, name: string | undefined): void {
    if (name !== undefined) this.#names.set(id, name);
  }

  /** Puts the name of each known instance before its id: `instance "db" (4f1c…)`. */
  addTo(text: string): string {
    const quotedAt = text.search(QUOTE);
    const ours = quotedAt < 0 ? text : text.slice(0, quotedAt);
    const named = ours.replace(NAMELESS, (nameless, noun: string, comma: string, id: string) => {
      const name = this.#names.get(id);
      return name === undefined ? nameless : `${noun}${comma} "${name}" (${id})`;
    });
    return named + text.slice(ours.length);
  }

  /** Returns the same source, and learns the names in its answers. */
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
