import type { ChildProcess } from "node:child_process";
import { createRequire } from "node:module";
import { delimiter, dirname, join } from "node:path";
import { root } from "../../scripts/root.ts";
import { type ProcessOptions, type Properties, plain, startProvider } from "./provider-process.ts";

const messages = createRequire(import.meta.url)("@pulumi/pulumi/proto/provider_pb");

export const TYPE = "trove:index:Instance";
export const URN = `urn:pulumi:test::test::${TYPE}::db`;

/** What every call says about a resource. */
interface Call {
  /** By default that of an instance `db`. */
  readonly urn?: string;
  /** By default that of the URN. */
  readonly type?: string;
}

interface Stored extends Call {
  readonly id: string;
  readonly olds: Properties;
  readonly oldInputs?: Properties | undefined;
}

/** An operation on the cloud. */
interface Operation {
  /** Seconds */
  readonly timeout?: number | undefined;
}

interface Previewed extends Operation {
  readonly preview?: boolean;
}

export interface PluginDiff {
  /** Whether the plugin reports changes. */
  readonly hasChanges: boolean;
  readonly diffs: readonly string[];
  readonly replaces: readonly string[];
  readonly deleteBeforeReplace: boolean;
  /** The kind of each changed path, as `provider.proto` names it. */
  readonly detailed: Readonly<Record<string, string>>;
}

/** What a plugin answers to an engine about itself. */
export interface PluginFacts {
  readonly acceptSecrets: boolean;
  readonly supportsAutonaming: boolean;
  readonly version: string;
  readonly schema: string;
}

/** The real plugin, called over gRPC as the engine calls it. Secrets are marked in both directions. */
export interface PluginHost {
  readonly process: ChildProcess;
  stdout(): string;
  stderr(): string;
  facts(): Promise<PluginFacts>;
  attach(address: string): Promise<void>;
  /** @param args the settings, without a namespace */
  configure(args: Properties, provider?: { readonly name?: string }): Promise<{ readonly supportsPreview: boolean }>;
  diffConfig(oldInputs: Properties, news: Properties): Promise<PluginDiff>;
  check(
    request: Call & {
      readonly olds?: Properties;
      readonly news: Properties;
      readonly proposedName?: string;
      readonly isNamingDisabled?: boolean;
    },
  ): Promise<{ readonly inputs: Properties; readonly failures: { property: string; reason: string }[] }>;
  diff(request: Stored & { readonly news: Properties }): Promise<PluginDiff>;
  create(
    request: Call & Previewed & { readonly properties: Properties },
  ): Promise<{ readonly id: string; readonly outputs: Properties }>;
  read(
    request: Call &
      Operation & { readonly id: string; readonly properties?: Properties; readonly inputs?: Properties | undefined },
  ): Promise<{
    readonly id: string;
    readonly outputs: Properties | undefined;
    readonly inputs: Properties | undefined;
  }>;
  update(request: Stored & Previewed & { readonly news: Properties }): Promise<Properties>;
  delete(
    request: Call &
      Operation & { readonly id: string; readonly properties: Properties; readonly oldInputs?: Properties | undefined },
  ): Promise<void>;
  /** Calls a function such as `trove:index:getFlavors`. */
  invoke(
    tok: string,
    args: Properties,
  ): Promise<{ readonly results: Properties | undefined; readonly failures: { property: string; reason: string }[] }>;
  cancel(): Promise<void>;
  /** Stops the process as the engine does: Cancel, then SIGINT. */
  stop(): Promise<void>;
}

/** Starts the plugin of this repository. It is not configured yet. */
export async function startPlugin(options: ProcessOptions = {}): Promise<PluginHost> {
  const provider = await startProvider(
    join(root, "plugin/pulumi-resource-trove"),
    options.engine === undefined ? [] : [options.engine],
    { ...options, env: { ...options.env, PATH: `${dirname(process.execPath)}${delimiter}${process.env.PATH}` } },
  );
  const { call } = provider;
  const about = <Fields extends Call>(fields: Fields) => {
    const { urn = URN, type = urn.split("::")[2]?.split("$").at(-1) } = fields;
    return { ...fields, urn, type, name: urn.split("::").at(-1) };
  };
  return {
    process: provider.process,
    stdout: provider.stdout,
    stderr: provider.stderr,
    async facts() {
      const handshake = await call("handshake", "ProviderHandshakeRequest");
      return {
        acceptSecrets: handshake.getAcceptSecrets(),
        supportsAutonaming: handshake.getSupportsAutonamingConfiguration(),
        version: (await call("getPluginInfo", "Empty")).getVersion(),
        schema: (await call("getSchema", "GetSchemaRequest")).getSchema(),
      };
    },
    attach: async (address) => {
      const { PluginAttach } = createRequire(import.meta.url)("@pulumi/pulumi/proto/plugin_pb");
      const request = new PluginAttach();
      request.setAddress(address);
      await provider.send("attach", request);
    },
    async configure(args, { name } = { name: "default" }) {
      return { supportsPreview: (await call("configure", "ConfigureRequest", { args, name })).getSupportspreview() };
    },
    diffConfig: async (oldInputs, news) => diffOf(await call("diffConfig", "DiffRequest", { oldInputs, news })),
    async check({ proposedName, isNamingDisabled, olds = {}, ...fields }) {
      const autonaming = new messages.CheckRequest.AutonamingOptions();
      const { Mode } = messages.CheckRequest.AutonamingOptions;
      autonaming.setProposedName(proposedName ?? "");
      autonaming.setMode(isNamingDisabled ? Mode.DISABLE : Mode.PROPOSE);
      const answer = await call("check", "CheckRequest", { ...about(fields), olds, autonaming });
      return {
        inputs: answer.getInputs().toJavaScript(),
        failures: answer.getFailuresList().map((failure: { toObject(): unknown }) => failure.toObject()),
      };
    },
    diff: async (fields) => diffOf(await call("diff", "DiffRequest", about(fields))),
    async create(fields) {
      const answer = await call("create", "CreateRequest", about(fields));
      return { id: answer.getId(), outputs: answer.getProperties().toJavaScript() };
    },
    async read(fields) {
      const answer = await call("read", "ReadRequest", about(fields));
      return { id: answer.getId(), outputs: plain(answer.getProperties()), inputs: plain(answer.getInputs()) };
    },
    update: async (fields) => (await call("update", "UpdateRequest", about(fields))).getProperties().toJavaScript(),
    delete: async (fields) => {
      await call("delete", "DeleteRequest", about(fields));
    },
    async invoke(tok, args) {
      const answer = await call("invoke", "InvokeRequest", { tok, args });
      const failures: { toObject(): { property: string; reason: string } }[] = answer.getFailuresList();
      return { results: plain(answer.getReturn()), failures: failures.map((failure) => failure.toObject()) };
    },
    cancel: async () => {
      await call("cancel", "Empty");
    },
    stop: provider.stop,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: a generated message.
function diffOf(answer: any): PluginDiff {
  const kinds = new Map(Object.entries<number>(messages.PropertyDiff.Kind).map(([name, kind]) => [kind, name]));
  const detailed: [string, { getKind(): number }][] = [...answer.getDetaileddiffMap().entries()];
  return {
    hasChanges: answer.getChanges() === messages.DiffResponse.DiffChanges.DIFF_SOME,
    diffs: answer.getDiffsList(),
    replaces: answer.getReplacesList(),
    deleteBeforeReplace: answer.getDeletebeforereplace(),
    detailed: Object.fromEntries(detailed.map(([path, change]) => [path, kinds.get(change.getKind()) ?? ""])),
  };
}
