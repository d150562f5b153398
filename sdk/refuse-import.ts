import type { CustomResourceOptions } from "@pulumi/pulumi";

/**
 * Pulumi's dynamic host cannot import: it reads before it has been told which provider to load.
 *
 * @throws {Error} the option `import` is set.
 */
export function refuseImport(className: string, name: string, options: CustomResourceOptions): void {
  if (options.import === undefined) return;
  throw new Error(
    `${className} "${name}": the option "import" does not work with Pulumi's dynamic providers. ` +
      `To take over the existing instance, set the argument adoptId: "${options.import}".`,
  );
}
