import type { Cloud } from "../cloud.ts";
import type { Instance } from "./instance.ts";

/** Starts the stopped database server of an instance after `seconds`, then continues with `work`, also if that fails. */
export function startDatabaseLater(cloud: Cloud, instance: Instance, seconds: number, work: () => void): void {
  cloud.later(instance, seconds, () => {
    const started = instance.databaseServer.start().catch(() => {});
    cloud.when(instance, started, work);
  });
}
