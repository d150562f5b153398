import type { Difference, Impact, Kind, Row } from "../resource.ts";
import { same } from "../same.ts";
import { holdsUnknown } from "../unknown-value.ts";
import { type InstanceInputs, instanceArguments } from "./inputs.ts";
import type { InstanceState } from "./state.ts";

type Name = keyof typeof instanceArguments;

/**
 * What separates the state from the program, a row for each part of an argument that changes by itself. Removing an
 * argument leaves what it said as it is: a row of kind `record`.
 */
export function diff(state: InstanceState, inputs: InstanceInputs): Difference {
  const rows = consent([...failedBuild(state), ...changes(state, inputs)], state, inputs);
  return {
    rows,
    deleteBeforeReplace: !state.built || inputs.network?.ipAddress !== undefined,
    unfinished: !state.built || state.pending.length > 0,
  };
}

/** What never came up holds no data: the next `up` makes a new one. */
function failedBuild(state: InstanceState): Row[] {
  if (state.built || state.status !== "ERROR") return [];
  return [row("status", "replace", "none", "the instance went to ERROR while it was being built")];
}

function changes(state: InstanceState, inputs: InstanceInputs): Row[] {
  const names = Object.keys(instanceArguments) as Name[];
  return names.flatMap((name) => changesOf(name, state, inputs));
}

function changesOf(name: Name, state: InstanceState, inputs: InstanceInputs): Row[] {
  const was = state.declared.includes(name) ? state[name] : undefined;
  const is = inputs[name];
  if (same(was, is)) return [];
  if (holdsUnknown(is)) return [row(name, "update", "none", "its value is not known yet")];
  if (is === undefined) return [removed(name)];
  if (name === "volume" || name === "datastore") return changesWithin(name, state, inputs);
  if (same(observed(name, state), is)) return [row(name, "record", "none", "is what the cloud has")];
  const { kind, impact } = instanceArguments[name].change;
  const reason = CHANGES[name] ?? "changes";
  return [kind === "update" ? inPlace(name, impact, reason) : row(name, kind, impact, reason)];
}

/** What Trove can change in place. The provider cannot yet, and never replaces an instance for it. */
function inPlace(path: string, impact: Impact, reason: string): Row {
  return row(
    path,
    "refuse",
    impact,
    `${reason}; changing it in place is not supported yet. Set it back to what it was, or change it outside and run ` +
      "`pulumi refresh`.",
  );
}

function removed(name: Name): Row {
  // A replica becomes an instance of its own by losing its source: the one argument whose absence says something.
  if (name === "replicaOf") return inPlace(name, "none", "is removed: the replica would leave its source");
  return row(name, "record", "none", "is removed: what it said stays as it is, unmanaged");
}

/** The parts of `volume` and `datastore` change in different ways. */
function changesWithin(name: "volume" | "datastore", state: InstanceState, inputs: InstanceInputs): Row[] {
  return name === "volume" ? volumeChanges(state, inputs.volume) : datastoreChanges(state, inputs.datastore);
}

function volumeChanges(state: InstanceState, volume: InstanceInputs["volume"]): Row[] {
  const was = state.declared.includes("volume") ? state.volume : undefined;
  const rows: Row[] = [];
  const from = was?.size ?? state.volumeSize;
  if (volume !== undefined && volume.size !== from) {
    rows.push(
      from !== undefined && volume.size < from
        ? row("volume.size", "refuse", "dataLoss", `a volume cannot shrink (from ${from} to ${volume.size} GiB).`)
        : inPlace("volume.size", "none", `grows from ${from ?? "none"} to ${volume.size} GiB`),
    );
  }
  if (was !== undefined && volume?.type !== undefined && volume.type !== was.type) {
    rows.push(row("volume.type", "replace", "dataLoss", `changes from ${was.type ?? "the default"} to ${volume.type}`));
  }
  return rows.length > 0 ? rows : [row("volume", "record", "none", "is noted")];
}

function datastoreChanges(state: InstanceState, datastore: InstanceInputs["datastore"]): Row[] {
  const was = state.declared.includes("datastore") ? state.datastore : undefined;
  const type = was?.type ?? state.datastoreType;
  const version = was?.version ?? state.datastoreVersion;
  if (datastore?.type !== undefined && datastore.type !== type) {
    return [row("datastore.type", "replace", "dataLoss", `changes from ${type} to ${datastore.type}`)];
  }
  if (datastore?.version !== undefined && datastore.version !== version) {
    return [versionChange(version, datastore.version)];
  }
  return [row("datastore", "record", "none", "is noted")];
}

function versionChange(from: string, to: string): Row {
  const path = "datastore.version";
  const lower = to.localeCompare(from, "en", { numeric: true }) < 0;
  return lower
    ? row(path, "refuse", "dataLoss", `goes back from ${from} to ${to}: an older version cannot read newer data.`)
    : inPlace(path, "offline", `is upgraded from ${from} to ${to}`);
}

const CHANGES: Partial<Record<Name, string>> = {
  flavor: "changes: a resize, during which the database is down",
  adoptId: "is read at creation alone",
};

/** What the cloud has, where an argument may say it in another way than it did. */
function observed(name: Name, state: InstanceState): unknown {
  if (name === "flavor") return state.flavorId;
  return state.declared.includes(name) ? undefined : state[name];
}

/** Nothing that was ever in service is replaced without consent, nor what the program still names by `adoptId`. */
function consent(rows: readonly Row[], state: InstanceState, inputs: InstanceInputs): Row[] {
  const replaces = rows.filter(({ kind }) => kind === "replace");
  if (replaces.length === 0) return [...rows];
  if (inputs.adoptId !== undefined && inputs.adoptId === state.adoptId) {
    return refuse(rows, "while adoptId still names the instance: remove adoptId first");
  }
  const consented = !state.built || inputs.allow?.replace === true;
  if (!consented) {
    return refuse(rows, "and the instance holds data. To lose it and make a new one, set allow: { replace: true }");
  }
  return rows.filter(({ kind }) => kind !== "refuse");
}

function refuse(rows: readonly Row[], why: string): Row[] {
  return rows.map((given) =>
    given.kind === "replace"
      ? { ...given, kind: "refuse", reason: `${given.reason}; this needs a replacement, ${why}.` }
      : given,
  );
}

function row(path: string, kind: Kind, impact: Impact, reason: string): Row {
  return { path, kind, impact, reason };
}
