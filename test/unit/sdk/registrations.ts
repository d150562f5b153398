import * as pulumi from "@pulumi/pulumi";

/** How Pulumi marks a secret and what a preview does not know on the wire (`sdk/nodejs/runtime/rpc.ts`). */
const SIGNATURE = "4dabf18193072939515e22adb298388d";
export const UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";

type Properties = Readonly<Record<string, unknown>>;

export interface Registration {
  readonly type: string;
  /** Set where the resource is read and not registered. */
  readonly id: string | undefined;
  /** As they go over the wire: secrets and unknown values are still marked. */
  readonly inputs: Properties;
  /** Each as a URN, or as `<name>@<type>` with the parts that the alias sets. */
  readonly aliases: readonly string[];
  readonly version: string;
  readonly importId: string | undefined;
}

interface Alias {
  getUrn(): string;
  getSpec(): { getName(): string; getType(): string } | undefined;
}

/** What is used of Pulumi's monitor, which has no usable types. */
interface Request {
  getType(): string;
  getName(): string;
  getId?(): string;
  getObject?(): { toJavaScript(): Properties };
  getProperties?(): { toJavaScript(): Properties };
  getAliasesList?(): readonly Alias[];
  getVersion(): string;
  getImportid?(): string;
}
type Method = (request: Request, done: unknown) => unknown;

const registrations = new Map<string, Registration>();

/** Takes the engine's place for this process. Pulumi's own mocks lose where a secret stood, so what arrives is kept. */
export async function mockEngine(options: { readonly preview?: boolean } = {}): Promise<void> {
  const mocks: pulumi.runtime.Mocks = {
    newResource: ({ name, id, inputs }) => ({ id: id || `${name}-id`, state: inputs }),
    call: () => ({}),
  };
  await pulumi.runtime.setMocks(mocks, "project", "stack", options.preview ?? false);
  const monitor = pulumi.runtime.getMonitor() as unknown as Record<"registerResource" | "readResource", Method>;
  for (const method of ["registerResource", "readResource"] as const) {
    const original = monitor[method].bind(monitor);
    monitor[method] = (request, done) => {
      const inputs = (request.getObject?.() ?? request.getProperties?.())?.toJavaScript() ?? {};
      registrations.set(request.getName(), {
        type: request.getType(),
        id: request.getId?.(),
        inputs,
        aliases: (request.getAliasesList?.() ?? []).map(textOf),
        version: request.getVersion(),
        importId: request.getImportid?.() || undefined,
      });
      return original(request, done);
    };
  }
}

function textOf(alias: Alias): string {
  const spec = alias.getSpec();
  return spec === undefined ? alias.getUrn() : `${spec.getName()}@${spec.getType()}`;
}

export function isSecret(value: unknown): boolean {
  return typeof value === "object" && value !== null && SIGNATURE in value;
}

/** Runs a piece of a program until the resource that it makes has arrived. */
export async function register(name: string, program: () => pulumi.Resource): Promise<Registration> {
  const resource = program();
  await new Promise((resolve) => resource.urn.apply(resolve));
  const found = registrations.get(name);
  if (found === undefined) throw new Error(`${name} was not registered`);
  return found;
}
