import type { Cloud } from "../cloud.ts";
import type { Instance } from "./instance.ts";

/** Starts the stopped database server of an instance after `seconds`, then continues with `work`. If it fails, it is shown as crashed. */
export function startDatabaseLater(cloud: Cloud, instance: Instance, seconds: number, work: () => void): void {
  cloud.later(instance, seconds, () => {
    const started = instance.databaseServer.start().then(
      () => true,
      () => false,
    );
    cloud.when(instance, started, (isRunning) => {
      work();
      if (!isRunning) instance.setService("crashed");
    });
  });
}
