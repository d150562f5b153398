import { nearNames } from "../../core/nearest-name.ts";
import type { LookupContext } from "../lookup.ts";
import { AmbiguousLookupError, LookupError, shortList } from "./lookup-error.ts";

/** What messages call one object, and several. */
export interface Noun {
  readonly one: string;
  readonly many: string;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

/**
 * The only object with this name.
 *
 * @param objects all that exist
 * @param describe a candidate, with its id
 * @throws {LookupError} with the names that are near, if no object has the name
 * @throws {AmbiguousLookupError} with each candidate, if several have it
 */
export async function onlyNamed<Item extends Named>(
  name: string,
  objects: readonly Item[],
  noun: Noun,
  describe: (candidate: Item) => string,
  { trove, signal }: LookupContext,
): Promise<Item> {
  const found = objects.filter((object) => object.name === name).sort((one, other) => (one.id < other.id ? -1 : 1));
  const [only] = found;
  if (only !== undefined && found.length === 1) return only;
  const cloud = await trove.cloud({ signal });
  const quoted = JSON.stringify(name);
  if (only === undefined)
    throw new LookupError(`${capitalized(noun.one)} ${quoted}`, cloud, nearAdvice(name, objects, noun));
  const subject = `${found.length} ${noun.many} are named ${quoted}`;
  throw new AmbiguousLookupError(subject, cloud, found.map(describe), "Look one up by its id.");
}

/** A sentence that names the objects whose names are near; if there are none, some that exist. */
export function nearAdvice(name: string, objects: readonly Named[], { many }: Noun): string {
  const names = [...new Set(objects.map((object) => object.name))].sort();
  const near = nearNames(name, names);
  const quote = (text: string) => JSON.stringify(text);
  if (near.length > 0) return `Did you mean ${near.slice(0, 3).map(quote).join(" or ")}?`;
  if (names.length === 0) return `There are no ${many}.`;
  return `The ${many} are named ${shortList(names.map(quote))}.`;
}

function capitalized(noun: string): string {
  return `${noun[0]?.toUpperCase()}${noun.slice(1)}`;
}
