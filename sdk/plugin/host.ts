import { version } from "../../provider/core/version.ts";
import { foreignProviderProblems } from "../foreign-provider.ts";
import type { Host } from "../host.ts";
import { dynamicType, pluginType } from "../resource-kind.ts";

/**
 * The version of the plugin that the engine loads. Of several installed plugins it takes the one of this release, and if
 * there is none, its error names the version. A plugin that `Pulumi.yaml` names by `path` is loaded whatever its version is.
 */
export const pluginVersion = version;

/** The plugin `pulumi-resource-trove`. The engine itself tells it the URN, the time-outs, the secrets and the operation. */
export const pluginHost: Host = {
  typeOf: ({ name }) => pluginType(name),
  otherTypeOf: ({ name }) => dynamicType(name),
  problemsOf: (kind, options) => foreignProviderProblems(kind, options, "pulumi-trove/plugin", "pulumi-nodejs"),
  optionsOf: (options) => ({ ...options, version: options.version ?? pluginVersion }),
  hiddenInputs: () => ({}),
  finalInputs: () => ({}),
};
