import { cloudsYaml } from "./clouds-files.ts";
import { createControl } from "./control/control.ts";
import type { Fault } from "./faults/fault.ts";
import { FaultPlan } from "./faults/fault-plan.ts";
import { type LoggedRequest, RequestLog } from "./http/request-log.ts";
import { startServer } from "./http/server.ts";
import { Catalog } from "./keystone/catalog.ts";
import { createIdentity, hexId } from "./keystone/identity.ts";
import { createKeystone } from "./keystone/keystone.ts";
import { Tokens } from "./keystone/tokens.ts";
import { resolveOptions, type SimulatorOptions } from "./options.ts";
import { createRackspace } from "./rackspace/rackspace.ts";
import { Scheduler } from "./scheduler.ts";
import type { Backup } from "./trove/backups/backup.ts";
import { Cloud } from "./trove/cloud.ts";
import type { Instance } from "./trove/instances/instance.ts";
import type { TroveRelease } from "./trove/release.ts";
import { createTrove } from "./trove/trove.ts";

/** An OpenStack on 127.0.0.1 that runs in this process. */
export interface Simulator {
  /** The release of Trove that it is. */
  readonly troveRelease: TroveRelease;
  /** `http://127.0.0.1:P/v3` */
  readonly authUrl: string;
  /** `http://127.0.0.1:Q` */
  readonly troveUrl: string;
  /** The text of a clouds.yaml with the clouds demo, other, two and appcred. */
  readonly cloudsYaml: string;
  /** Ids. */
  readonly projects: { readonly demo: string; readonly other: string };
  readonly applicationCredential: { readonly id: string; readonly name: string; readonly secret: string };
  /** Rackspace's identity service, on Keystone's port; the regions of its service catalog are DFW and ORD. */
  readonly rackspace: { readonly authUrl: string; readonly userName: string; readonly apiKey: string };
  readonly faults: {
    /** Returns the fault's id. Throws where its path is no regular expression. */
    add(fault: Fault): string;
    /** Takes back what is still to come of the fault of an id. */
    remove(id: string): void;
    clear(): void;
    /** How often the fault of an id has struck so far; `clear` does not forget it. */
    struck(id: string): number;
  };
  /** Every request so far, oldest first; `length = 0` forgets them. */
  readonly requests: LoggedRequest[];
  /** The live records of a project, or of all. */
  instances(project?: "demo" | "other"): Instance[];
  /** The live record of an id; `undefined` when it is gone. */
  instance(id: string): Instance | undefined;
  /** The live record of a backup. */
  backup(id: string): Backup | undefined;
  /**
   * Changes what no API can. A status that is set lasts: what was under way is given up. Throws where the id is unknown.
   */
  change(id: string, change: (record: Instance) => void): void;
  /** Takes an instance away at once; its quota stays charged. */
  remove(id: string): void;
  /** Switches the operator's `volume_support`; existing instances stay as they are. */
  switchVolumes(on: boolean): void;
  /** Stops the cloud's time: requests are answered, and no instance gets any further. */
  pause(): void;
  /** Goes on, and does at once what fell due meanwhile. */
  resume(): void;
  /** Closes both ports and every connection. */
  stop(): Promise<void>;
}

/** Starts Keystone and Trove, and resolves when both listen. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = resolveOptions(options);
  const scheduler = new Scheduler();
  const identity = createIdentity();
  const tokens = new Tokens(settings.tokenSeconds, settings.now);
  const cloud = new Cloud(settings, scheduler);
  const faults = new FaultPlan(() => tokens.expireAll());
  const log = new RequestLog(settings.accessLog);
  const common = { faults, log, scheduler, now: settings.now };

  let catalog: Catalog | undefined;
  let authUrl = "";
  let troveUrl = "";
  const knownCatalog = (): Catalog => {
    if (!catalog) throw new Error("asked for the service catalog before both services listen");
    return catalog;
  };
  const handleKeystone = createKeystone({ identity, tokens, authUrl: () => authUrl, catalog: knownCatalog });
  const apiKey = hexId();
  const handleRackspace = createRackspace({ identity, tokens, apiKey, troveUrl: () => troveUrl });
  const keystone = await startServer({
    ...common,
    service: "keystone",
    port: settings.keystone,
    handle: (request) => handleRackspace(request) ?? handleKeystone(request),
  });
  authUrl = `http://127.0.0.1:${keystone.port}/v3`;
  const handleTrove = createTrove({ cloud, tokens, authUrl: () => authUrl });
  const control = createControl({ faults, log, cloud });
  const trove = await startServer({
    ...common,
    service: "trove",
    port: settings.trove,
    handle: handleTrove,
    control,
  }).catch(async (error: unknown) => {
    await keystone.close();
    throw error;
  });
  troveUrl = `http://127.0.0.1:${trove.port}`;
  catalog = new Catalog(authUrl, troveUrl);

  const { id, name, secret } = identity.applicationCredential;
  return {
    troveRelease: settings.troveRelease,
    authUrl,
    troveUrl,
    cloudsYaml: cloudsYaml(authUrl, { id, secret }),
    projects: { demo: identity.demo.id, other: identity.other.id },
    applicationCredential: { id, name, secret },
    rackspace: { authUrl: `http://127.0.0.1:${keystone.port}/v2.0`, userName: "demo", apiKey },
    faults,
    requests: log.entries,
    instances: (project) => cloud.instances(project && identity[project].id),
    instance: (wanted) => cloud.peek(wanted),
    backup: (wanted) => cloud.peekBackup(wanted),
    change: (wanted, change) => cloud.change(wanted, change),
    remove: (wanted) => cloud.remove(wanted),
    switchVolumes: (on) => {
      cloud.hasVolumes = on;
    },
    pause: () => scheduler.pause(),
    resume: () => scheduler.resume(),
    async stop() {
      scheduler.stop();
      await Promise.all([keystone.close(), trove.close()]);
    },
  };
}
