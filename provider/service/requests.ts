import type { InlineContents } from "../resources/guest/shared/contents-claims.ts";
import type { Failure, PropertyChange } from "../resources/resource.ts";

/** The time limits that a program sets for one resource, as durations of Go: `1h30m`. */
export interface CustomTimeouts {
  readonly create?: string | undefined;
  readonly update?: string | undefined;
  readonly delete?: string | undefined;
}

/** What the program and the engine say about a resource beside its inputs. */
export interface Metadata {
  /** Identifies the resource in its stack. */
  readonly urn?: string | undefined;
  /** The name that the resource gets if the program chooses none. Of an existing resource, the one that it got. */
  readonly defaultName?: string | undefined;
  readonly customTimeouts?: CustomTimeouts | undefined;
  /** The paths of the inputs that the program marks as secret: `["users", "app@%", "password"]`. */
  readonly secretPaths?: readonly (readonly string[])[] | undefined;
}

/** A state as a host saves it. A host marks what is secret in it, and writes both parts into its own format. */
export interface StoredState {
  /** What a program can read, by name; an absent value is `null`. */
  readonly outputs: Readonly<Record<string, unknown>>;
  /** What only the provider reads; `undefined` if the provider does not manage the resource. */
  readonly bookkeeping?: Readonly<Record<string, unknown>> | undefined;
}

export interface StoredResource extends StoredState {
  readonly id: string;
  readonly metadata: Metadata;
  /** The inputs that the engine holds with the state, if the host knows them. The state of an import records none. */
  readonly inputs?: Readonly<Record<string, unknown>> | undefined;
  /**
   * Whether `inputs` are those that an import has read. The engine stores all of them, whatever the program declares, until
   * the next update or unchanged `pulumi up`.
   */
  readonly isImport?: boolean | undefined;
}

export interface DeclaredResource<Inputs> {
  readonly inputs: Inputs;
  readonly metadata: Metadata;
}

export interface CheckRequest<Inputs> extends DeclaredResource<Readonly<Record<string, unknown>>> {
  /** The existing resource; `undefined` before a create, also before that of a replacement. */
  readonly previous?: DeclaredResource<Inputs> | undefined;
  readonly preview: boolean;
  /** What the SDK found wrong before it sent the inputs. */
  readonly problems: readonly Failure[];
  /** What the instance of this resource declares inline, if the SDK knows it. */
  readonly inline?: InlineContents | undefined;
  readonly autoNaming?: AutoNaming | undefined;
}

/** What the stack configuration says about names that the program does not choose (`pulumi:autonaming`). */
export interface AutoNaming {
  /** The name that the engine proposes, which counts as chosen by the program. */
  readonly proposed?: string | undefined;
  /** Whether the program must choose the name. */
  readonly isDisabled?: boolean | undefined;
}

export interface CheckResult<Inputs> extends DeclaredResource<Inputs> {
  /** Each begins with its path and has no secret in it. */
  readonly failures: readonly string[];
}

export interface DiffRequest<Inputs> extends DeclaredResource<Inputs> {
  readonly stored: StoredResource;
  /**
   * `undefined` if the host does not know whether it is a preview. Then the diff makes no lookups that only a preview needs,
   * and an unreachable cloud is a warning: `previewCreate` and `previewUpdate` do the rest, and an update looks again.
   */
  readonly preview: boolean | undefined;
}

/** The changes between a stored resource and its inputs. */
export interface ResourceDiff {
  readonly changes: readonly PropertyChange[];
  /** The arguments that require a replacement. */
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** Whether an earlier operation did not finish. */
  readonly isUnfinished: boolean;
  /** Whether the resource needs an update that a comparison of its inputs alone does not show. */
  readonly exceedsInputs: boolean;
}

export interface UpdateRequest<Inputs> extends DeclaredResource<Inputs> {
  readonly stored: StoredResource;
}

export interface PreviewUpdateRequest<Inputs> extends UpdateRequest<Inputs> {
  /** The inputs of the last update. */
  readonly previous: DeclaredResource<Inputs>;
}
