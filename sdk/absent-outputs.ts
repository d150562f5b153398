import * as pulumi from "@pulumi/pulumi";

/**
 * Makes the absent outputs of a resource `undefined`. In Pulumi's state they are `null`, since a preview takes an output
 * that the state does not have for unknown (`@pulumi/pulumi`, `runtime/rpc.ts`, `resolveProperties`).
 *
 * @param names outputs without unknown parts: `apply` makes an output unknown of which a part is.
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
