import type * as pulumi from "@pulumi/pulumi";

/**
 * The options with a transformation that runs after all others, so that it gets the arguments and options that they
 * return. Pulumi runs the transformations of a resource before those of its parents and of the stack, from a list that it
 * stores in the resource (`@pulumi/pulumi`, `resource.ts`). If that list is missing, the transformation runs after the
 * other ones of the resource.
 */
export function withLastTransformation(
  opts: pulumi.CustomResourceOptions,
  last: pulumi.ResourceTransformation,
): pulumi.CustomResourceOptions {
  let own: pulumi.Resource | undefined;
  let isMoved = false;
  const transformation: pulumi.ResourceTransformation = (args) => {
    own ??= args.resource;
    // The children of a resource inherit its transformations.
    if (args.resource !== own) return undefined;
    const all: unknown = Reflect.get(own, "__transformations");
    if (!isMoved && Array.isArray(all) && all.at(-1) !== transformation) {
      isMoved = true;
      all.push(transformation);
      return undefined;
    }
    return last(args);
  };
  return { ...opts, transformations: [...(opts.transformations ?? []), transformation] };
}
