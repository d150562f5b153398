import { type PropertyChange, propertyChange } from "../../../diff/property-change.ts";
import { declaredValue, type ManagedState } from "../../../managed-state.ts";
import { describeValues } from "../../../values/describe-values.ts";

interface Volume {
  /** GiB */
  readonly size: number;
  readonly type?: string | undefined;
}

interface VolumeState extends Pick<ManagedState, "declared" | "imported"> {
  readonly volume?: Volume | undefined;
  /** GiB, as Trove reports it; `undefined` if the instance has no volume. */
  readonly volumeSize: number | undefined;
  readonly released?: { readonly volume?: { readonly type?: string | undefined } | undefined } | undefined;
}

/** Compares the volume. It grows in place and never shrinks; another type needs a replacement. */
export function diffVolume(state: VolumeState, { volume }: { readonly volume?: Volume | undefined }): PropertyChange[] {
  if (volume === undefined) return [];
  const before = declaredValue(state, "volume");
  if (before === undefined && state.volumeSize === undefined) return [noVolume];
  const changes = [...diffSize(before, volume, state), ...diffType(before, volume, state)];
  if (changes.length > 0 || (before !== undefined && before.type === volume.type)) return changes;
  return [propertyChange("volume", "stateOnly", "none", "is recorded in the state")];
}

/** Trove cannot add a volume later (`trove/instance/models.py`, `resize_volume`). */
const noVolume = propertyChange(
  "volume",
  "refuse",
  "none",
  "the instance has no volume, and Trove cannot add one later. Remove volume from the program.",
);

function diffSize(before: Volume | undefined, { size: to }: Volume, { volumeSize: live }: VolumeState) {
  const from = before?.size ?? live;
  if (to === from) return [];
  if (from !== undefined && from < to && live !== undefined && to <= live) {
    const reason = `is ${to} GiB, and the volume has been grown outside Pulumi to ${live} GiB`;
    return [propertyChange("volume.size", "stateOnly", "none", reason)];
  }
  if (from === undefined || to > from) {
    const growth = propertyChange("volume.size", "update", "none", `grows from ${from} to ${to} GiB`);
    return [{ ...growth, ...describeValues(from, `${to} GiB`) }];
  }
  return [propertyChange("volume.size", "refuse", "dataLoss", `a volume cannot shrink (from ${from} to ${to} GiB).`)];
}

function diffType(
  before: Volume | undefined,
  { type: to }: Volume,
  { released, imported }: VolumeState,
): PropertyChange[] {
  const from = before?.type ?? released?.volume?.type;
  // Trove reports no volume type: it is only known if the program has declared the volume, or its type after an import.
  const isKnown = imported ? from !== undefined : before !== undefined || released?.volume !== undefined;
  if (!isKnown || to === undefined || to === from) return [];
  const shown = from ?? "the default";
  const change = propertyChange("volume.type", "replace", "dataLoss", `changes from ${shown} to ${to}`);
  return [{ ...change, ...describeValues(shown, to) }];
}
