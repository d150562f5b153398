import type * as pulumi from "@pulumi/pulumi";
import { classNameOf, type ResourceKind } from "./resource-kind.ts";

/**
 * The problem of a `TroveProvider` of the other entry of this package. Pulumi ignores a provider of another package: the
 * resource would get the default provider, which may be for another cloud (`@pulumi/pulumi`, `resource.ts`).
 *
 * @param entry the entry of the class: `pulumi-trove` or `pulumi-trove/plugin`
 * @param otherPackage the package of the other entry's providers
 */
export function foreignProviderProblems(
  kind: ResourceKind,
  { provider }: pulumi.CustomResourceOptions,
  entry: string,
  otherPackage: string,
): string[] {
  if (!provider || Reflect.get(provider, "__pulumiType") !== `pulumi:providers:${otherPackage}`) return [];
  return [
    `the ${classNameOf(kind)} and its TroveProvider come from different entries of this package. ` +
      `Import both from "${entry}".`,
  ];
}
