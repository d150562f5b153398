import { z } from "zod";
import type { Session } from "../../openstack/session.ts";
import { callTrove } from "../request/call-trove.ts";
import { listOf } from "../request/list-of.ts";
import { withQuery } from "../request/paths.ts";
import type { BackupStrategy, CallOptions, SetBackupStrategy } from "../types.ts";

const PATH = "/backup_strategies";

/** `trove/backup/views.py`, `BackupStrategyView`: the strategy of the project has an empty instance id. */
const wireStrategy = z.object({
  project_id: z.string(),
  instance_id: z.string().nullish(),
  swift_container: z.string(),
});
const one = z.object({ backup_strategy: wireStrategy });
const many = z.object({ backup_strategies: listOf(wireStrategy) });

/**
 * `/backup_strategies` (`trove/backup/service.py`): the containers for backups that name none. A strategy has no id: it
 * is that of an instance, or that of the project.
 */
export class BackupStrategies {
  readonly #session: Session;

  constructor(session: Session) {
    this.#session = session;
  }

  /** Lists the strategies of the project. Trove keeps the strategy of an instance that no longer exists. */
  async list(options: CallOptions = {}): Promise<BackupStrategy[]> {
    const request = { method: "GET", path: PATH, ...options } as const;
    const body = await callTrove(this.#session, "Listing backup strategies", request, many);
    return body.backup_strategies.map(fromWireStrategy);
  }

  /**
   * Creates the strategy, or changes its container. Can be repeated.
   *
   * Trove does not check that the instance exists.
   */
  async set(strategy: SetBackupStrategy, options: CallOptions = {}): Promise<BackupStrategy> {
    const { instanceId, swiftContainer } = strategy;
    const what = `Setting the backup strategy of ${ownerOf(instanceId)}`;
    const json = {
      backup_strategy: {
        swift_container: swiftContainer,
        ...(instanceId !== undefined && { instance_id: instanceId }),
      },
    };
    const body = await callTrove(this.#session, what, { method: "POST", path: PATH, json, ...options }, one);
    return fromWireStrategy(body.backup_strategy);
  }

  /**
   * Deletes the strategy of an instance. Succeeds if the instance has no strategy.
   *
   * @param instanceId `undefined` for the strategy of the project
   */
  async delete(instanceId: string | undefined, options: CallOptions = {}): Promise<void> {
    const what = `Deleting the backup strategy of ${ownerOf(instanceId)}`;
    const path = withQuery(PATH, { instance_id: instanceId });
    await callTrove(this.#session, what, { method: "DELETE", path, ...options });
  }
}

function fromWireStrategy(wire: z.infer<typeof wireStrategy>): BackupStrategy {
  return {
    projectId: wire.project_id,
    instanceId: wire.instance_id || undefined,
    swiftContainer: wire.swift_container,
  };
}

function ownerOf(instanceId: string | undefined): string {
  return instanceId === undefined ? "the project" : `instance ${instanceId}`;
}
