import * as pulumi from "@pulumi/pulumi";

/**
 * Makes the absent outputs of a resource `undefined`. In Pulumi's state they are `null`, since a preview treats an output
 * that is missing in the state as unknown (`@pulumi/pulumi`, `runtime/rpc.ts`, `resolveProperties`).
 *
 * @param names outputs without unknown parts: `apply` makes an output unknown if one of its parts is.
 */
export function absentAsUndefined(resource: pulumi.Resource, names: readonly string[]): void {
  for (const name of names) {
    const output: unknown = Reflect.get(resource, name);
    if (!pulumi.Output.isInstance(output)) continue;
    Reflect.set(
      resource,
      name,
      output.apply((value) => value ?? undefined),
    );
  }
}
