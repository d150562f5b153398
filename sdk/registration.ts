import * as pulumi from "@pulumi/pulumi";
import { absentAsUndefined } from "./absent-outputs.ts";
import { withAliases } from "./aliases.ts";
import type { Host } from "./host.ts";
import { type Keying, keyed, keysOf } from "./keyed.ts";
import { withLastTransformation } from "./last-transformation.ts";
import { ineffectivePaths, type Paths } from "./option-paths.ts";
import { withReferences } from "./references.ts";
import { refuseProgramErrors } from "./refuse-program-errors.ts";
import { classNameOf, type ResourceKind } from "./resource-kind.ts";

type Arguments = Readonly<Record<string, unknown>>;

/** What the class of a resource passes to Pulumi's constructor. */
export interface Registration {
  readonly type: string;
  readonly properties: pulumi.Inputs;
  readonly options: pulumi.CustomResourceOptions;
  /** To be called with the resource after Pulumi's constructor. */
  complete(resource: pulumi.Resource): void;
}

/**
 * The registration of a resource. It is not a base class, since Pulumi finds the line of the program in the stack trace,
 * directly above the constructors of `Resource`, `CustomResource` and one class (`@pulumi/pulumi`, `resource.ts`).
 *
 * @throws {pulumi.RunError} if the name is missing, or if the host cannot honor an option
 */
export function registrationOf(
  kind: ResourceKind,
  host: Host,
  name: string,
  declared: object | undefined,
  given: pulumi.CustomResourceOptions | undefined,
): Registration {
  const { args, hidden, deletedWith } = withReferences(kind, { ...declared });
  const opts = deletedWith === undefined ? (given ?? {}) : { deletedWith, ...given };
  const className = classNameOf(kind);
  const refuse = (options: pulumi.CustomResourceOptions) =>
    refuseProgramErrors(className, name, options, host.problemsOf(kind, options));
  refuse(opts);
  const ineffective: string[] = [];
  const last: pulumi.ResourceTransformation = ({ props, opts: final }) => {
    refuse(final);
    ineffective.push(...ineffectivePaths(final, pathsOf(kind, args)));
    return { props: { ...props, ...host.finalInputs(kind, props, final) }, opts: final };
  };
  const options = withAliases(host.optionsOf(opts), host.otherTypeOf(kind));
  return {
    type: host.typeOf(kind),
    properties: { ...propertiesOf(kind, args), ...hidden, ...host.hiddenInputs(kind, name, opts) },
    options: withLastTransformation(options, last),
    complete(resource) {
      absentAsUndefined(resource, absentable(kind, args));
      // Not logged for the resource: Pulumi would delay the output of the whole program until the resource is created.
      for (const text of ineffective) void pulumi.log.warn(`${className} "${name}": ${text}`);
    },
  };
}

/** The outputs that can be absent. The parts of an argument that is a plain object may still be unknown. */
function absentable(kind: ResourceKind, args: Arguments): readonly string[] {
  const canBeAbsent = (value: unknown) =>
    typeof value !== "object" || value === null || pulumi.Output.isInstance(value) || value instanceof Promise;
  return [...kind.outputs, ...Object.keys(kind.arguments).filter((name) => canBeAbsent(args[name]))];
}

function pathsOf(kind: ResourceKind, args: Arguments): Paths {
  const keys = keyingsOf(kind).map((keying) => [keying.path, keysOf(args[keying.path], keying)]);
  return { arguments: kind.arguments, outputs: kind.outputs, keys: Object.fromEntries(keys) };
}

function propertiesOf(kind: ResourceKind, args: Arguments): pulumi.Inputs {
  const lists = keyingsOf(kind).map((keying) => ({ path: keying.path, list: keyed(args[keying.path], keying) }));
  const problems = lists.flatMap(({ list }) => (list === undefined ? [] : [list.problems]));
  return {
    ...withoutValues(Object.keys(kind.arguments)),
    ...args,
    ...Object.fromEntries(kind.secrets.map((name) => [name, asSecret(args[name])])),
    ...Object.fromEntries(lists.map(({ path, list }) => [path, list?.record])),
    ...withoutValues(kind.outputs),
    __problems: pulumi.all(problems).apply((all) => all.flat()),
  };
}

function asSecret(value: unknown): unknown {
  return value === undefined || value === null ? value : pulumi.secret(value);
}

/** The arguments that are keyed lists: the engine compares them as records. */
function keyingsOf(kind: ResourceKind): readonly Keying[] {
  return Object.entries(kind.arguments).flatMap(([path, shape]) =>
    typeof shape === "object" && "key" in shape ? [{ path, key: shape.key, secrets: shape.secrets }] : [],
  );
}

/** Pulumi resolves only the outputs that are named among the properties. */
function withoutValues(names: readonly string[]): Record<string, undefined> {
  return Object.fromEntries(names.map((name) => [name, undefined]));
}
