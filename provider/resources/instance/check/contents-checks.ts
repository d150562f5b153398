import type { Instance } from "../../../trove/types.ts";
import { listProjectInstances } from "../../catalog/project-instances.ts";
import { lookUpBackup } from "../../catalog/references.ts";
import { tryLookup } from "../../cloud-lookups.ts";

import type { Context } from "../../context.ts";
import { areContentsSupportedEverywhere, areContentsUnsupported } from "../../guest/contents-support.ts";
import { unsupportedContents } from "../../guest/diff-contents.ts";
import { formatPath } from "../../property-path.ts";
import type { Failure } from "../../resource.ts";

import { known } from "../../values/unknown-value.ts";
import type { InstanceInputs } from "../arguments.ts";

/**
 * Refuses the databases and users that the program declares on an adopted instance, if the cloud can neither list nor
 * create them.
 */
export async function unverifiableContents(
  { id, datastore }: Instance,
  inputs: InstanceInputs,
  context: Context,
  wayOut?: string,
): Promise<Failure[]> {
  if (declaredPaths(inputs).length === 0 || !(await areContentsUnsupported(id, context))) return [];
  return contentsFailures(datastore.type, inputs, wayOut);
}

/**
 * Refuses the databases and users that the program declares for a restored backup, if another instance of the backup's
 * datastore shows that the cloud can neither list nor create them: a create request with a backup cannot declare them.
 */
export async function unrestorableContents(inputs: InstanceInputs, context: Context): Promise<Failure[]> {
  const backupId = known(known(inputs.restorePoint)?.backupId);
  if (backupId === undefined || declaredPaths(inputs).length === 0) return [];
  const { value: backup } = await lookUpBackup(backupId, context);
  const type = backup?.datastore.type;
  if (type === undefined || areContentsSupportedEverywhere(type)) return [];
  const instances = (await tryLookup(context, () => listProjectInstances(context))) ?? [];
  const candidates = instances.filter(({ status, datastore }) => status === "ACTIVE" && datastore.type === type);
  for (const { id } of candidates.slice(0, MAX_ASKED)) {
    const isUnsupported = await tryLookup(context, () => areContentsUnsupported(id, context));
    if (isUnsupported !== undefined) return isUnsupported ? contentsFailures(type, inputs) : [];
  }
  return [];
}

/** A second and third instance is asked only if the one before does not answer. */
const MAX_ASKED = 3;

function contentsFailures(type: string, inputs: InstanceInputs, wayOut = WITHOUT_CONTENTS): Failure[] {
  const reason = `can neither be verified nor made: ${unsupportedContents(type)}. ${wayOut}`;
  return declaredPaths(inputs).map((path) => ({ path, reason }));
}

const WITHOUT_CONTENTS = "Leave the arguments databases and users out of the program, and use SQL";

function declaredPaths(inputs: InstanceInputs): string[] {
  return (["databases", "users"] as const).flatMap((argument) =>
    Object.keys(known(inputs[argument]) ?? {}).map((key) => formatPath([argument, key])),
  );
}
