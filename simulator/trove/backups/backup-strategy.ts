/** Where the backups of an instance, or of a project, are stored. */
export interface BackupStrategy {
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
