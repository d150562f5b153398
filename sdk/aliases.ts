import * as pulumi from "@pulumi/pulumi";

type GivenAlias = NonNullable<pulumi.CustomResourceOptions["aliases"]>[number];

/**
 * The options with another type of the resource as an alias: alone, and with each alias that the program gives, so that a
 * resource can change its host and its name or parent in one `pulumi up`.
 */
export function withAliases(options: pulumi.CustomResourceOptions, type: string): pulumi.CustomResourceOptions {
  const given = options.aliases ?? [];
  return { ...options, aliases: [...given, { type }, ...given.map((alias) => ofType(alias, type))] };
}

function ofType(alias: GivenAlias, type: string): GivenAlias {
  if (!pulumi.Output.isInstance(alias) && !(alias instanceof Promise)) return plainOfType(alias, type);
  return pulumi.output(alias).apply((plain) => plainOfType(plain, type));
}

/** A URN, or an alias with a type, stays as it is. */
function plainOfType(alias: pulumi.URN | pulumi.Alias, type: string): pulumi.URN | pulumi.Alias {
  return typeof alias === "string" ? alias : { ...alias, type: alias.type ?? type };
}
