/**
 * Inputs that the SDK passes beside the program's own. Their names begin with `__`, which keeps them out of Pulumi's
 * display. They are taken out before a resource sees the inputs, and kept in state, since an operation like delete
 * gets nothing but state.
 */
export interface Hidden {
  /** The name that the resource takes when the program chooses none. Kept where it was taken, and only there. */
  readonly __defaultName?: string;
  /** For log lines: the engine tells a dynamic provider no URN. */
  readonly __urn?: string;
  /** `customTimeouts`, as the program gave it. */
  readonly __timeouts?: CustomTimeouts;
  /** The paths of the arguments that the program gave as secrets: the engine opens them for a dynamic provider. */
  readonly __secrets?: readonly (readonly string[])[];
}

export interface CustomTimeouts {
  readonly create?: string;
  readonly update?: string;
  readonly delete?: string;
}

/** What the SDK found wrong itself while it keyed the databases and users: check reports it. */
export interface Problem {
  readonly path: string;
  readonly reason: string;
}

export interface SplitInputs {
  readonly visible: Record<string, unknown>;
  readonly hidden: Hidden;
  /** Only in a check: whether this is a preview. It is never kept. */
  readonly preview: boolean;
  readonly problems: readonly Problem[];
}

const KEPT = ["__defaultName", "__urn", "__timeouts", "__secrets"] as const satisfies (keyof Hidden)[];

export function splitHidden(properties: Readonly<Record<string, unknown>>): SplitInputs {
  const entries = Object.entries(properties);
  return {
    visible: Object.fromEntries(entries.filter(([key]) => !key.startsWith("__"))),
    hidden: Object.fromEntries(entries.filter(([key]) => (KEPT as readonly string[]).includes(key))),
    preview: properties.__preview === true,
    problems: Array.isArray(properties.__problems) ? (properties.__problems as Problem[]) : [],
  };
}

export function withDefaultName({ __defaultName: _, ...hidden }: Hidden, name: string | undefined): Hidden {
  return name === undefined ? hidden : { ...hidden, __defaultName: name };
}
