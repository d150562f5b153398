import * as pulumi from "@pulumi/pulumi";
import { isOfKind, type ResourceKind } from "./resource-kind.ts";

/** A `TroveInstance` of `pulumi-trove` or `pulumi-trove/plugin`. */
export interface TroveInstanceReference extends pulumi.CustomResource {
  readonly flavorId: pulumi.Output<string>;
  readonly operatingStatus: pulumi.Output<string>;
}

/** A `TroveConfiguration` of `pulumi-trove` or `pulumi-trove/plugin`. */
export interface TroveConfigurationReference extends pulumi.CustomResource {
  readonly datastoreVersionId: pulumi.Output<string>;
  readonly revision: pulumi.Output<string>;
}

/** A `TroveBackup` of `pulumi-trove` or `pulumi-trove/plugin`. */
export interface TroveBackupReference extends pulumi.CustomResource {
  readonly locationRef: pulumi.Output<string | undefined>;
  readonly parentId: pulumi.Output<string | undefined>;
}

type Arguments = Readonly<Record<string, unknown>>;

interface ResolvedReferences {
  /** The arguments with the ids of the resources. */
  readonly args: Arguments;
  readonly hidden: pulumi.Inputs;
  /** The resource whose deletion deletes this one too. */
  readonly deletedWith?: pulumi.Resource;
}

/** Replaces the resources among the arguments by their ids, and passes on what a program gives together with them. */
export function withReferences(kind: ResourceKind, declared: Arguments): ResolvedReferences {
  const given = Object.entries(kind.references).flatMap(([name, kindName]) => {
    const value = declared[name];
    return isOfKind(value, kindName) && pulumi.CustomResource.isInstance(value) ? [{ name, value }] : [];
  });
  const ids = Object.fromEntries(given.map(({ name, value }) => [name, value.id]));
  const taken = Object.entries(kind.taken ?? {}).flatMap(([name, { argument, output }]) => {
    const resource = given.find((reference) => reference.name === argument)?.value;
    return resource === undefined ? [] : [[name, Reflect.get(resource, output)]];
  });
  const outer = given.find(({ name }) => name === kind.inside)?.value;
  const inline = outer && kind.inlineAs && { [kind.inlineAs]: keysIn(Reflect.get(outer, kind.inlineAs)) };
  return {
    args: { ...Object.fromEntries(taken), ...withoutUndefined(declared), ...ids },
    hidden: inline ? { __inline: inline } : {},
    ...(outer === undefined ? {} : { deletedWith: outer }),
  };
}

function withoutUndefined(declared: Arguments): Arguments {
  return Object.fromEntries(Object.entries(declared).filter(([, value]) => value !== undefined));
}

/** The keys of an output that is a record. They are secret if a value in it is: a password, in the users of an instance. */
function keysIn(output: pulumi.Input<object | undefined>): pulumi.Output<string[]> {
  return pulumi.output(output).apply((record) => Object.keys(record ?? {}));
}
