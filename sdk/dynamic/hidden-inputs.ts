import { createHash } from "node:crypto";
import * as pulumi from "@pulumi/pulumi";
import type { ResourceKind } from "../resource-kind.ts";
import { secretPaths } from "./secret-paths.ts";

/** Inputs that Pulumi's display does not list among the changes, `[diff: ~name]`. */
const HIDDEN = ["__urn", "__defaultName", "__timeouts", "__secrets", "__provider"];

export function withHiddenDiffs(options: pulumi.CustomResourceOptions): pulumi.CustomResourceOptions {
  return { ...options, hideDiffs: [...(options.hideDiffs ?? []), ...HIDDEN] };
}

/**
 * What the provider needs beside the arguments and does not get from the engine. Pulumi's display omits properties that
 * begin with `__`.
 */
export function hiddenInputs(name: string, type: string, options: pulumi.CustomResourceOptions) {
  const urn = pulumi.createUrn(name, type, options.parent);
  return {
    __urn: urn,
    __defaultName: urn.apply((text) => defaultName(name, text)),
    __preview: pulumi.runtime.isDryRun(),
  };
}

/** The hidden inputs that depend on the arguments and options after all transformations. */
export function finalInputs(kind: ResourceKind, properties: pulumi.Inputs, options: pulumi.CustomResourceOptions) {
  const visible = Object.entries(properties).filter(([name]) => !name.startsWith("__"));
  const keyed = Object.values(kind.arguments).flatMap((shape) =>
    typeof shape === "object" && "key" in shape ? shape.secrets : [],
  );
  return {
    __timeouts: options.customTimeouts,
    __secrets: secretPaths(Object.fromEntries(visible), keyed),
  };
}

/** The limit of Trove's schemas, in Unicode code points (`trove/common/apischema.py`). */
const MAX_NAME_LENGTH = 255;
const HASH_LENGTH = 7;

function defaultName(name: string, urn: string): string {
  const hash = createHash("sha256").update(urn).digest("hex").slice(0, HASH_LENGTH);
  const cut = [...name].slice(0, MAX_NAME_LENGTH - HASH_LENGTH - 1).join("");
  return `${cut}-${hash}`;
}
