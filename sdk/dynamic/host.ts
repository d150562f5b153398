import { providerText } from "../../provider/provider-text.ts";
import { foreignProviderProblems } from "../foreign-provider.ts";
import type { Host } from "../host.ts";
import { classNameOf, dynamicType, pluginType, type ResourceKind } from "../resource-kind.ts";
import { finalInputs, hiddenInputs, withHiddenDiffs } from "./hidden-inputs.ts";

/** Pulumi's dynamic host: it runs the provider that is installed beside the program. */
export const dynamicHost: Host = {
  typeOf: ({ name }) => dynamicType(name),
  otherTypeOf: ({ name }) => pluginType(name),
  problemsOf: (kind, options) => [
    ...importProblems(kind, options.import),
    ...foreignProviderProblems(kind, options, "pulumi-trove", "trove"),
  ],
  optionsOf: withHiddenDiffs,
  hiddenInputs: (kind, name, options) => ({
    ...hiddenInputs(name, dynamicType(kind.name), options),
    __provider: providerText(kind.name),
  }),
  finalInputs,
};

/** For an import, the engine calls read without the text that says which provider to load. */
function importProblems(kind: ResourceKind, id: string | undefined): string[] {
  if (id === undefined) return [];
  const adoption = `To take over the existing instance, set the argument adoptId: "${id}". `;
  return [
    `the option "import" does not work with Pulumi's dynamic providers. ` +
      `${Object.hasOwn(kind.arguments, "adoptId") ? adoption : ""}` +
      `The option works with the ${classNameOf(kind)} of "pulumi-trove/plugin".`,
  ];
}
