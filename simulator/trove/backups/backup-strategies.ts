import { ApiFault } from "../api-fault.ts";
import type { Call } from "../call.ts";
import { checkStorable } from "../storable.ts";

/** Where the backups of an instance, or of a project, are stored. */
interface BackupStrategy {
  readonly projectId: string;
  /** Empty in the strategy of a whole project. */
  readonly instanceId: string;
  container: string;
}

/** The strategies of all projects, at most one for each instance id. They outlive their instances. */
export class BackupStrategies {
  readonly #all = new Map<string, BackupStrategy>();

  put(projectId: string, instanceId: string, container: string): BackupStrategy {
    const key = keyOf(projectId, instanceId);
    const existing = this.#all.get(key);
    const strategy = existing ?? { projectId, instanceId, container };
    strategy.container = container;
    this.#all.set(key, strategy);
    return strategy;
  }

  remove(projectId: string, instanceId: string): void {
    this.#all.delete(keyOf(projectId, instanceId));
  }

  /** @param instanceId empty for all strategies of the project. */
  list(projectId: string, instanceId: string): BackupStrategy[] {
    const key = keyOf(projectId, instanceId);
    return [...this.#all.entries()]
      .filter(([at, strategy]) => (instanceId === "" ? strategy.projectId === projectId : at === key))
      .map(([, strategy]) => strategy);
  }

  /** The container of the instance's strategy, else of the project's (`trove/backup/models.py`, `get`). */
  containerFor(projectId: string, instanceId: string): string | undefined {
    const found = this.#all.get(keyOf(projectId, instanceId)) ?? this.#all.get(keyOf(projectId, ""));
    return found?.container;
  }
}

/** MariaDB compares ids without case. */
function keyOf(projectId: string, instanceId: string): string {
  return `${projectId}/${instanceId.toLowerCase()}`;
}

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
