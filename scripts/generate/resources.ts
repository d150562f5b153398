import { readFileSync } from "node:fs";
import { join } from "node:path";
import { backupArgumentsDoc } from "../../provider/resources/backup/arguments.ts";
import { backup } from "../../provider/resources/backup/index.ts";
import { backupStrategyArgumentsDoc } from "../../provider/resources/backup-strategy/arguments.ts";
import { backupStrategy } from "../../provider/resources/backup-strategy/index.ts";
import { configurationArgumentsDoc } from "../../provider/resources/configuration/arguments.ts";
import { configuration } from "../../provider/resources/configuration/index.ts";
import { databaseArgumentsDoc } from "../../provider/resources/database/arguments.ts";
import { database } from "../../provider/resources/database/index.ts";
import { instanceArgumentsDoc } from "../../provider/resources/instance/arguments.ts";
import { instance } from "../../provider/resources/instance/index.ts";
import type { ManagedState } from "../../provider/resources/managed-state.ts";
import type { Resource } from "../../provider/resources/resource.ts";
import { rootArgumentsDoc } from "../../provider/resources/root/arguments.ts";
import { root } from "../../provider/resources/root/index.ts";
import { userArgumentsDoc } from "../../provider/resources/user/arguments.ts";
import { user } from "../../provider/resources/user/index.ts";
import { root as repository } from "../root.ts";
import { argumentFields, outputFields, type ResourceModel } from "./model.ts";
import type { ClassTexts } from "./resource-class.ts";
import { backupTexts } from "./texts/backup.ts";
import { backupStrategyTexts } from "./texts/backup-strategy.ts";
import { configurationTexts } from "./texts/configuration.ts";
import { databaseTexts, rootTexts, userTexts } from "./texts/inside.ts";
import { instanceTexts } from "./texts/instance.ts";

/** A resource, and what its generated files say. */
export interface GeneratedResource {
  readonly model: ResourceModel;
  readonly texts: ClassTexts;
  /** Its page in `docs/`, whose tables are generated. */
  readonly page: string;
}

/** Every resource, in the order of the documentation. */
export const resources: readonly GeneratedResource[] = [
  { model: modelOf(instance, instanceArgumentsDoc, quickstart()), texts: instanceTexts, page: "docs/instance.md" },
  {
    model: modelOf(configuration, configurationArgumentsDoc),
    texts: configurationTexts,
    page: "docs/configuration-group.md",
  },
  { model: modelOf(backup, backupArgumentsDoc, {}), texts: backupTexts, page: "docs/backup.md" },
  {
    model: modelOf(backupStrategy, backupStrategyArgumentsDoc, {}),
    texts: backupStrategyTexts,
    page: "docs/backup-strategy.md",
  },
  { model: modelOf(database, databaseArgumentsDoc), texts: databaseTexts, page: "docs/database.md" },
  { model: modelOf(user, userArgumentsDoc), texts: userTexts, page: "docs/user.md" },
  { model: modelOf(root, rootArgumentsDoc), texts: rootTexts, page: "docs/root.md" },
];

/** @param examples a program in each language that Pulumi generates an SDK for */
function modelOf<Inputs, State extends ManagedState>(
  resource: Resource<Inputs, State>,
  argumentsDoc: string,
  examples: ResourceModel["examples"] = {},
): ResourceModel {
  return {
    name: resource.token,
    // The types of an instance were published first, without a prefix.
    typePrefix: resource.token === "Instance" ? "" : resource.token,
    description: resource.description,
    inside: resource.inside,
    inlineAs: resource.inlineAs,
    argumentsDoc,
    examples,
    arguments: argumentFields(resource.inputs),
    outputs: outputFields(resource.outputs),
  };
}

function quickstart(): ResourceModel["examples"] {
  return {
    // Without the settings of the project.
    yaml: example("yaml/Pulumi.yaml").replace(/^.*?(?=^resources:)/ms, ""),
    python: example("python/__main__.py"),
    go: example("go/main.go"),
  };
}

function example(path: string): string {
  return readFileSync(join(repository, "examples", path), "utf8");
}
