import { argumentOf, parsePath, valueAt } from "../../resources/property-path.ts";
import type { Difference, PropertyChange } from "../../resources/resource.ts";
import { same } from "../../resources/values/same.ts";
import type { Metadata, ResourceDiff } from "../requests.ts";

/** The parts of a diff that a host does not need. */
export interface ComposedDiff extends ResourceDiff {
  readonly refused: readonly PropertyChange[];
  /** The metadata that changed, if nothing else did. */
  readonly metadataOnly: readonly string[];
}

/** A stored resource, compared with its inputs. */
export interface ComparedResource {
  readonly diff: ComposedDiff;
  /** `Difference.unfinishedReason` */
  readonly unfinishedReason?: string | undefined;
}

/**
 * The difference of a resource that was imported and not updated since. Its state does not record yet which arguments are
 * declared, so it is no change that the program leaves one out.
 */
export function differenceOfImport(difference: Difference, inputs: object): Difference {
  const changes = difference.changes.filter(
    ({ kind, path }) => kind !== "stateOnly" || valueAt(inputs, parsePath(path)) !== undefined,
  );
  return { ...difference, changes };
}

/**
 * The difference of a resource, with the changes of its metadata and of the format of its state.
 *
 * @param missing the outputs that the state lacks
 */
export function composeDiff(
  difference: Difference,
  { before, after }: { readonly before: Metadata; readonly after: Metadata },
  missing: readonly string[],
): ComposedDiff {
  const ofMetadata = metadataChanges(before, after);
  const hasChanges = difference.changes.length + ofMetadata.length > 0;
  const added = hasChanges ? [] : addedOutputs(missing);
  const changes = [...difference.changes, ...ofMetadata, ...added];
  const replaces = changes.filter(({ kind }) => kind === "replace").map(({ path }) => argumentOf(path));
  const refused = changes.filter(({ kind }) => kind === "refuse");
  // A comparison of the inputs would name the metadata in the display, and `replaceOnChanges: ["*"]` would replace for it.
  const metadataOnly = difference.changes.length === 0 ? ofMetadata.map(({ path }) => path) : [];
  return {
    changes,
    refused,
    metadataOnly,
    replaces: [...new Set(replaces)],
    deleteBeforeReplace: difference.deleteBeforeReplace && replaces.length > 0,
    isUnfinished: difference.unfinished,
    exceedsInputs: difference.unfinished || added.length > 0 || metadataOnly.length > 0 || refused.length > 0,
  };
}

/** A delete reads the state alone, so new timeouts and newly secret paths must get into the state. */
function metadataChanges(before: Metadata, after: Metadata): PropertyChange[] {
  const change = (path: string): PropertyChange => ({
    path,
    kind: "stateOnly",
    impact: "none",
    reason: "are recorded in the state",
  });
  return [
    ...(same(before.customTimeouts, after.customTimeouts) ? [] : [change("customTimeouts")]),
    ...(same(inOrder(before.secretPaths), inOrder(after.secretPaths)) ? [] : [change("secrets")]),
  ];
}

/** The same paths have another order on another host: the engine sorts the properties that it passes to a plugin. */
function inOrder(paths: Metadata["secretPaths"]): readonly string[] | undefined {
  return paths?.map((path) => JSON.stringify(path)).toSorted();
}

function addedOutputs(names: readonly string[]): PropertyChange[] {
  const reason = `${names.join(", ")}: added to the state, which an older version wrote; nothing in the cloud changes`;
  return names.length === 0 ? [] : [{ path: "outputs", kind: "update", impact: "none", reason }];
}
