import type { Instance } from "../../trove/types.ts";
import { lookUpInstance, missingReference } from "../catalog/references.ts";
import { askInPreview, tryLookup } from "../cloud-lookups.ts";
import type { Context } from "../context.ts";
import { areContentsUnsupported } from "../guest/contents-support.ts";
import { unsupportedContents } from "../guest/diff-contents.ts";
import type { GuestKind } from "../guest/shared/guest-lists.ts";
import type { Failure } from "../resource.ts";
import { known } from "../values/unknown-value.ts";
import { type ChildId, formatChildId } from "./child-id.ts";

/**
 * Checks, in a preview, the instance that something is to be created inside of.
 *
 * @param failuresIn the failures that depend on the instance: its datastore has rules of its own
 */
export async function failuresOfParent(
  instanceId: string,
  context: Context,
  failuresIn: (instance: Instance) => Failure[] | Promise<Failure[]>,
): Promise<Failure[]> {
  const failures = await askInPreview(context, async () => {
    const { value: instance, isMissing } = await lookUpInstance(instanceId, context);
    if (isMissing) return [missingReference("instance", "instance", instanceId)];
    if (instance === undefined) return [];
    if (instance.replicaOf !== undefined) return [ofReplica(instance)];
    const isUnsupported = await tryLookup(context, () => areContentsUnsupported(instanceId, context));
    return isUnsupported === true ? [unsupported(instance)] : failuresIn(instance);
  });
  return failures ?? [];
}

function ofReplica({ replicaOf }: Instance): Failure {
  return { path: "instance", reason: `is a replica, which has what its source has. Use its source, ${replicaOf}` };
}

function unsupported({ datastore }: Instance): Failure {
  const reason = `${unsupportedContents(datastore.type)}. Use the arguments of the instance, or SQL`;
  return { path: "instance", reason };
}

/**
 * The failure of something that the instance declares inline too. Each of the two would undo what the other one does.
 *
 * @param key of the database or the user among the arguments of the instance
 */
export function inlineFailures(
  kind: GuestKind,
  instanceId: string | undefined,
  key: string,
  { inline, contentsClaims }: Context,
): Failure[] {
  const isInline =
    known(inline?.[kind])?.includes(key) === true ||
    (instanceId !== undefined && contentsClaims.isInline(kind, instanceId, key));
  if (!isInline) return [];
  const noun = NOUNS[kind];
  const where = instanceId === undefined ? "the instance" : `instance ${instanceId}`;
  return [
    {
      path: "name",
      reason:
        `${where} declares the ${noun} ${JSON.stringify(key)} inline, in its argument ${kind}. Declare it in one place: ` +
        `remove it from ${kind}, or remove this resource`,
    },
  ];
}

const NOUNS: Readonly<Record<GuestKind, string>> = { databases: "database", users: "user" };

/** Why something cannot be created that exists already. */
export function alreadyExists(
  kind: GuestKind,
  { instanceId, key }: ChildId,
  { knownIds }: Pick<Context, "knownIds">,
): Failure {
  const id = formatChildId({ instanceId, key });
  const next = knownIds.isClaimed(id)
    ? "To replace this resource, set its option deleteBeforeReplace."
    : `If the instance declares it inline, in its argument ${kind}, remove it there or remove this resource. Otherwise ` +
      `import it as ${id} (with the plugin), or, if an interrupted run created it, set trove:resumeInterrupted to true for ` +
      "one `pulumi up`.";
  return {
    path: "name",
    reason: `instance ${instanceId} already has the ${NOUNS[kind]} ${JSON.stringify(key)}. ${next}`,
  };
}
