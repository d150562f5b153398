import { ApiFault } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { checkStorable } from "../storable.ts";
import type { BackupStrategy } from "./backup-strategy.ts";

export function listStrategies(call: Call): unknown {
  const project = projectOf(call);
  const found = call.cloud.strategies.list(project, call.query.get("instance_id") ?? "");
  return { backup_strategies: found.map(view) };
}

/** Changes the strategy if there is one. Does not look whether the instance exists, or what is in the name. */
export function putStrategy(call: Call): unknown {
  const { backup_strategy: body } = call.body as { backup_strategy: { swift_container: string; instance_id?: string } };
  checkStorable(body.swift_container);
  const strategy = call.cloud.strategies.put(call.project, body.instance_id ?? "", body.swift_container);
  return { backup_strategy: view(strategy) };
}

/** Without `instance_id`, deletes the strategy of the project alone. */
export function deleteStrategy(call: Call): undefined {
  call.cloud.strategies.remove(projectOf(call), call.query.get("instance_id") ?? "");
}

function projectOf({ query, project, isAdmin }: Call): string {
  const asked = query.get("project_id") ?? project;
  if (asked !== project && !isAdmin) throw new ApiFault(403, `Operation not allowed for tenant ${project}.`);
  return asked;
}

function view({ projectId, instanceId, container }: BackupStrategy): unknown {
  return { project_id: projectId, instance_id: instanceId, backend: "swift", swift_container: container };
}
