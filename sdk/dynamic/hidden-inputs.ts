import * as pulumi from "@pulumi/pulumi";
import type { ResourceKind } from "../resource-kind.ts";
import { secretPaths } from "./secret-paths.ts";

/** Inputs that Pulumi's display does not list among the changes, `[diff: ~name]`. A check adds the default name. */
const HIDDEN = ["__urn", "__defaultName", "__timeouts", "__secrets", "__provider"];

export function withHiddenDiffs(options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  return { ...options, hideDiffs: [...(options.hideDiffs ?? []), ...HIDDEN] };
}

/**
 * What the provider needs beside the arguments and does not get from the engine. Pulumi's display omits properties that
 * begin with `__`.
 */
export function hiddenInputs(name: string, type: string, options: pulumi.CustomResourceOptions) {
  return { __urn: pulumi.createUrn(name, type, options.parent), __preview: pulumi.runtime.isDryRun() };
}

/** The hidden inputs that depend on the arguments and options after all transformations. */
export function finalInputs(kind: ResourceKind, properties: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
  const visible = Object.entries(properties).filter(([name]) => !name.startsWith("__"));
  const keyed = Object.values(kind.arguments).flatMap((shape) =>
    typeof shape === "object" && "key" in shape ? shape.secrets : [],
  );
  return {
    __timeouts: options.customTimeouts,
    __secrets: secretPaths(Object.fromEntries(visible.filter(([name]) => !kind.secrets.includes(name))), keyed),
  };
}
