import { findInstance } from "../resources/instance-actions/find-instance.ts";
import { text, uuid } from "../resources/rules.ts";
import type { Instance } from "../trove/types.ts";
import { instanceDetails, toInstanceDetails } from "./details/instance-details.ts";
import { LookupError } from "./errors/lookup-error.ts";
import { onlyNamed } from "./errors/only-named.ts";
import { defineLookup, type LookupContext } from "./lookup.ts";

export const getInstance = defineLookup({
  name: "getInstance",
  description: "Looks up an instance by its id or its name. It must exist, and the name must be unique in the project.",
  arguments: {
    id: { schema: uuid.optional(), doc: "The id of the instance. Either `id` or `name` is required." },
    name: { schema: text.optional(), doc: "The name of the instance." },
  },
  results: instanceDetails,
  check({ id, name }) {
    if ((id === undefined) !== (name === undefined)) return [];
    return [{ path: "id", reason: "either id or name is required, and not both" }];
  },
  async run({ id, name = "" }, context) {
    const cloud = await context.trove.cloud({ signal: context.signal });
    const found = await findInstance(id ?? (await idOf(name, context)), context);
    if (found === undefined) throw new LookupError(`Instance ${id ?? JSON.stringify(name)}`, cloud);
    return toInstanceDetails(found, cloud);
  },
});

async function idOf(name: string, context: LookupContext): Promise<string> {
  const instances = await context.poller.list(context.signal);
  return (await onlyNamed(name, instances, NOUN, describe, context)).id;
}

const NOUN = { one: "instance", many: "instances" };

function describe({ id, status }: Instance): string {
  return `${id} (${status})`;
}
