import * as pulumi from "@pulumi/pulumi";
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
  if (!isOfPackage(provider, otherPackage)) return [];
  return [
    `the ${classNameOf(kind)} and its TroveProvider come from different entries of this package. ` +
      `Import both from "${entry}".`,
  ];
}

/**
 * Refuses a provider that cannot be that of a lookup.
 *
 * @param entry the entry of the lookup: `pulumi-trove` or `pulumi-trove/plugin`
 * @param ownPackage the package of the providers of the same entry
 * @throws {pulumi.RunError}
 */
export function refuseForeignProvider(
  name: string,
  provider: pulumi.ProviderResource | undefined,
  entry: string,
  ownPackage: string,
): void {
  if (provider === undefined || isOfPackage(provider, ownPackage)) return;
  throw new pulumi.RunError(`${name}: the option provider must be a TroveProvider of "${entry}".`);
}

function isOfPackage(provider: pulumi.ProviderResource | undefined, packageName: string): boolean {
  return provider !== undefined && Reflect.get(provider, "__pulumiType") === `pulumi:providers:${packageName}`;
}
