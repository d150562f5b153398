import { describeError } from "../../core/error-text.ts";
import { TroveError } from "../../core/trove-error.ts";
import { ApiError } from "../../trove/errors/api-error.ts";
import type { NotFoundError } from "../../trove/errors/not-found-error.ts";
import { ServerError } from "../../trove/errors/status-errors.ts";
import type { ConfigurationSummary, Instance } from "../../trove/types.ts";
import { AmbiguousCreateError, OR_RESUME, OrphanError, UnknownOutcomeError } from "../creation/errors.ts";
import { RefusedArgumentError } from "../errors/refused-argument-error.ts";
import { formatPath } from "../property-path.ts";

type Group = Pick<ConfigurationSummary, "id" | "name">;

/** The answer to a create request was lost, and the search for the group failed too. */
export function searchFailed(name: string, isDefault: boolean, cause: unknown): UnknownOutcomeError {
  const next = isDefault
    ? "The next `pulumi up` looks for it before it creates another."
    : "The next `pulumi up` creates another: if the cloud has one of this name now, delete it first.";
  return new UnknownOutcomeError(describeName(name), next, cause);
}

/** The lost request may have created any of several groups. */
export function createdAny(name: string, candidates: readonly ConfigurationSummary[]): AmbiguousCreateError {
  return new AmbiguousCreateError(
    `Trove's answer to the creation of ${describeName(name)} was lost, and it may have created any of these: ` +
      `${describeGroups(candidates)}. Delete those that nobody uses, then run \`pulumi up\` again.`,
  );
}

/** The request was sent again, and Trove executed both. */
export function createdTwice(name: string, id: string, twins: readonly ConfigurationSummary[]): AmbiguousCreateError {
  return new AmbiguousCreateError(
    `Trove's answer to the creation of ${describeName(name)} was lost, and Trove executed the request after it was sent ` +
      `again. Group ${id} is in the state, but there is ${describeGroups(twins)} with the same name and values. Delete it ` +
      "unless someone else created it.",
  );
}

/** Groups have the default name of the resource already. */
export function orphanNamed(name: string, namesakes: readonly ConfigurationSummary[]): OrphanError {
  return new OrphanError(
    `No configuration group was created: "${name}", the default name of this resource, is already the name of ` +
      `${describeGroups(namesakes)}. If an interrupted run created it, delete it${namesakes.length === 1 ? OR_RESUME : ""}. ` +
      "If it is pending deletion, or to keep both, give this resource a name.",
  );
}

/** The orphan is for another datastore version than the program declares, which Trove cannot change. */
export function orphanDiffers({ id, datastoreType, datastoreVersion }: ConfigurationSummary): OrphanError {
  return new OrphanError(
    `The orphaned configuration group ${id} is for ${datastoreType} ${datastoreVersion}, and Trove cannot change that. ` +
      "Delete the group, or give this resource a name; then run `pulumi up` again.",
  );
}

/** A group could not be changed, or Trove did not apply the change to all attached instances. */
export class ConfigurationChangeError extends TroveError {
  readonly code = "TROVE_CONFIGURATION_CHANGE";

  /** @param broken attached instances in ERROR: the change would end their status, and stop at the first of them */
  static unchanged({ id, name }: Group, broken: readonly Instance[]): ConfigurationChangeError {
    return new ConfigurationChangeError(
      `Configuration group "${name}" (${id}) was not changed: it is attached to ${describeInstances(broken)}, to which Trove ` +
        "cannot apply the values. Have each repaired, or detach the group from it, then run `pulumi up` again.",
    );
  }

  /** @param attached the attached instances as they are now; `undefined` if that could not be read */
  static incomplete(
    { id, name }: Group,
    attached: readonly Instance[] | undefined,
    cause: unknown,
  ): ConfigurationChangeError {
    const instances = attached === undefined ? "" : ` It is attached to ${describeInstances(attached)}.`;
    return new ConfigurationChangeError(
      `Configuration group "${name}" (${id}) may have its new values, but Trove did not apply them to all attached ` +
        `instances: ${describeError(cause)}${instances} The next \`pulumi up\` applies all values again.`,
      { cause },
    );
  }
}

/** A group is still attached, so Trove does not delete it. */
export class GroupAttachedError extends TroveError {
  readonly code = "TROVE_CONFIGURATION_ATTACHED";

  constructor({ id, name }: Group, attached: readonly { readonly id: string }[]) {
    super(
      `Configuration group "${name}" (${id}) was not deleted: it is attached to ${idsOf(attached)}. Detach it from them, or ` +
        "delete them, then run `pulumi up` or `pulumi destroy` again.",
    );
  }
}

/** An update found that its group no longer exists. The code is that of Trove's answer. */
export class GroupGoneError extends TroveError {
  readonly code: string;

  constructor({ id, name }: Group, cause: NotFoundError) {
    super(
      `Configuration group "${name}" (${id}) no longer exists: it was deleted outside this program. Run \`pulumi refresh\` ` +
        "to remove it from the state; the next `pulumi up` then creates a new one.",
      { cause },
    );
    this.code = cause.code;
  }
}

/** The error with the path of the argument that Trove refused, if Trove's message names it; else the error itself. */
export function namingArgument(error: unknown): unknown {
  if (!(error instanceof ApiError) || error instanceof ServerError || !error.trovesOwn) return error;
  const message = error.serverMessage ?? "";
  const parameter = /configuration parameter (\S+) is /.exec(message)?.[1];
  if (parameter !== undefined) return new RefusedArgumentError(formatPath(["values", parameter]), error);
  if (/^Datastore version '.*' cannot be found/s.test(message))
    return new RefusedArgumentError("datastore.version", error);
  if (/^Datastore '.*' cannot be found/s.test(message)) return new RefusedArgumentError("datastore.type", error);
  return error;
}

/** Lists ids after the word "instance", which each id needs to get its name: `instance 4f1c…, instance 5a2d…`. */
export function idsOf(instances: readonly { readonly id: string }[]): string {
  return instances.map(({ id }) => `instance ${id}`).join(", ");
}

function describeInstances(instances: readonly Instance[]): string {
  return instances.map(({ id, status }) => `instance ${id} (${status})`).join(", ");
}

function describeName(name: string): string {
  return `configuration group "${name}"`;
}

function describeGroups(groups: readonly ConfigurationSummary[]): string {
  return groups.map(({ id, created }) => `group ${id} (created ${created ?? "?"})`).join(", ");
}
