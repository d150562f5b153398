import type { Shapes } from "./option-paths.ts";

/** A kind of resource, the same on every host. */
export interface ResourceKind {
  /** The last part of its type: `Instance`. */
  readonly name: string;
  /** The arguments as the engine compares them. */
  readonly arguments: Shapes;
  /** The outputs that are not arguments. */
  readonly outputs: readonly string[];
  /** The arguments that are secret, whether or not the program gives them as secrets. */
  readonly secrets: readonly string[];
  /** The arguments that take a resource instead of its id, with the kind of that resource. */
  readonly references: Readonly<Record<string, string>>;
  /** The arguments whose default is an output of the resource that another argument is given. */
  readonly taken?: Readonly<Record<string, { readonly argument: string; readonly output: string }>>;
  /** The argument with the resource that the object is inside of: the deletion of that one deletes the object too. */
  readonly inside?: string;
  /** The argument of that resource which declares objects of the same kind inline. */
  readonly inlineAs?: string;
}

/** The name of the class in both entries of this package, for messages. */
export function classNameOf(kind: ResourceKind): string {
  return `Trove${kind.name}`;
}

/** The type of a kind of resource on Pulumi's dynamic host. It is part of every URN, so it never changes. */
export function dynamicType(kindName: string): string {
  return `pulumi-nodejs:dynamic/trove:${kindName}`;
}

/** The type of a kind of resource on the plugin, as `schema.json` has it. It is part of every URN, so it never changes. */
export function pluginType(kindName: string): string {
  return `trove:index:${kindName}`;
}

/** Whether a value is a resource of this kind, on either host and of this or another copy of the package. */
export function isOfKind(value: unknown, kindName: string): boolean {
  if (typeof value !== "object" || value === null) return false;
  const type: unknown = Reflect.get(value, "__pulumiType");
  return type === dynamicType(kindName) || type === pluginType(kindName);
}
