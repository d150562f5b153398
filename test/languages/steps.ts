import type { EngineEvent, Stack } from "@pulumi/pulumi/automation/index.js";

/** What an operation shows. Resources go by their names in the program; the stack and its providers are left out. */
export interface Shown {
  /** The last step of each resource: `same`, `update`, … */
  readonly steps: Readonly<Record<string, string>>;
  /** The paths of each resource in the detailed diff, with their kinds. */
  readonly diffs: Readonly<Record<string, Readonly<Record<string, string>>>>;
  /** The outputs of each resource. */
  // biome-ignore lint/suspicious/noExplicitAny: outputs are JSON of any shape.
  readonly outputs: Readonly<Record<string, any>>;
  /** The outputs of the stack. */
  readonly stackOutputs: Readonly<Record<string, unknown>>;
  /** The texts of warnings and errors. */
  readonly problems: readonly string[];
}

/** Pulumi's text for a value that is unknown in a preview (`sdk/nodejs/runtime/rpc.ts`). */
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

/** Runs a preview, an up or a refresh. Returns what it shows. */
export async function shownBy(
  stack: Stack,
  operation: "preview" | "up" | "refresh" | "destroy",
  options: { readonly previewOnly?: boolean; readonly refresh?: boolean } = {},
): Promise<Shown> {
  const shown = new Collector();
  await stack[operation]({ ...options, onEvent: shown.onEvent });
  return shown;
}

class Collector implements Shown {
  readonly steps: Record<string, string> = {};
  readonly diffs: Record<string, Record<string, string>> = {};
  readonly outputs: Record<string, unknown> = {};
  readonly problems: string[] = [];
  stackOutputs: Record<string, unknown> = {};

  readonly onEvent = ({ resourcePreEvent, resOutputsEvent, diagnosticEvent }: EngineEvent): void => {
    const metadata = resOutputsEvent?.metadata ?? resourcePreEvent?.metadata;
    if (metadata !== undefined) this.#add(metadata);
    const { severity = "", message = "" } = diagnosticEvent ?? {};
    if (["warning", "error", "info#err"].includes(severity) && !HOST_ON_PATH.test(message)) this.problems.push(message);
  };

  #add({ type, urn, op, detailedDiff, new: after }: Metadata): void {
    if (type === "pulumi:pulumi:Stack") this.stackOutputs = after?.outputs ?? {};
    if (type.startsWith("pulumi:")) return;
    const name = urn.slice(urn.lastIndexOf("::") + 2);
    this.steps[name] = op;
    this.outputs[name] = after?.outputs ?? {};
    const kinds = Object.entries(detailedDiff ?? {}).map(([path, { diffKind }]) => [path, diffKind]);
    // Of the steps of a replacement, only one has the diff.
    this.diffs[name] = { ...this.diffs[name], ...Object.fromEntries(kinds) };
  }
}

type Metadata = NonNullable<EngineEvent["resourcePreEvent"]>["metadata"];

/** Pulumi warns of a language host that is not beside its own program. */
const HOST_ON_PATH = /^using pulumi-language-\w+ from \$PATH at /;
