import { cloudsYaml } from "./clouds-files.ts";
import { createControl } from "./control/control.ts";
import { createDashboard } from "./dashboard/dashboard.ts";
import { History } from "./dashboard/history.ts";
import type { Fault } from "./faults/fault.ts";
import { FaultPlan } from "./faults/fault-plan.ts";
import type { DatabaseServers } from "./guest/database-server.ts";
import { openServers } from "./guest/open-servers.ts";
import { type LoggedRequest, RequestLog } from "./http/request-log.ts";
import { startServer } from "./http/server.ts";
import { Catalog } from "./keystone/catalog.ts";
import { createIdentity, hexId } from "./keystone/identity.ts";
import { createKeystone } from "./keystone/keystone.ts";
import { Tokens } from "./keystone/tokens.ts";
import { Notes } from "./notes.ts";
import { resolveOptions, type Settings, type SimulatorOptions } from "./options.ts";
import { createRackspace } from "./rackspace/rackspace.ts";
import { Scheduler } from "./scheduler.ts";
import type { Backup } from "./trove/backups/backup.ts";
import { Cloud } from "./trove/cloud.ts";
import type { Instance } from "./trove/instances/instance.ts";
import type { TroveRelease } from "./trove/release.ts";
import { createTrove } from "./trove/trove.ts";

/** An OpenStack cloud on 127.0.0.1 that runs in this process. */
export interface Simulator {
  /** The simulated release of Trove. */
  readonly troveRelease: TroveRelease;
  /** The datastores in whose instances a database server runs, with its program, such as `MariaDB 10.11.11`. */
  readonly programs: ReadonlyMap<string, string>;
  /** `http://127.0.0.1:P/v3` */
  readonly authUrl: string;
  /** `http://127.0.0.1:Q` */
  readonly troveUrl: string;
  /** The text of a clouds.yaml with the clouds `demo`, `other`, `two` and `appcred`. */
  readonly cloudsYaml: string;
  /** The ids of the projects. */
  readonly projects: { readonly demo: string; readonly other: string };
  readonly applicationCredential: { readonly id: string; readonly name: string; readonly secret: string };
  /** Rackspace's identity service, on Keystone's port. The regions of its service catalog are DFW and ORD. */
  readonly rackspace: { readonly authUrl: string; readonly userName: string; readonly apiKey: string };
  readonly faults: {
    /** Returns the fault's id. Throws if `path` is not a regular expression. */
    add(fault: Fault): string;
    /** Cancels the remaining occurrences of a fault. */
    remove(id: string): void;
    clear(): void;
    /** How often a fault has applied so far; `clear` keeps the count. */
    struck(id: string): number;
  };
  /** All requests so far, oldest first. Set `length = 0` to clear them. */
  readonly requests: LoggedRequest[];
  /** The live records of one project, or of all projects. */
  instances(project?: "demo" | "other"): Instance[];
  /** The live record of an instance; `undefined` if it does not exist. */
  instance(id: string): Instance | undefined;
  /** The live records of the backups of one project. */
  backups(project: "demo" | "other"): Backup[];
  /** The live record of a backup; `undefined` if it does not exist. */
  backup(id: string): Backup | undefined;
  /** Removes a backup immediately, also a running one; it still counts against the quota. */
  removeBackup(id: string): void;
  /**
   * Changes a record as no API can. Setting a status cancels the operation in progress, so the status stays. Throws if
   * the id is unknown.
   */
  change(id: string, change: (record: Instance) => void): void;
  /** Removes an instance immediately; it still counts against the quota. */
  remove(id: string): void;
  /** Sets the operator's `volume_support`; existing instances do not change. */
  switchVolumes(on: boolean): void;
  /** Pauses all operations on instances; requests are still answered. */
  pause(): void;
  /** Resumes, and immediately completes what fell due during the pause. */
  resume(): void;
  /** Closes both ports and every connection, and ends the database servers. */
  stop(): Promise<void>;
}

/** Starts Keystone and Trove. Resolves when both listen. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const settings = resolveOptions(options);
  const notes = new Notes(settings.log);
  const servers = await openServers({ ...settings, log: notes.add });
  try {
    return await startWith(settings, servers, notes);
  } catch (error) {
    await servers.close();
    throw error;
  }
}

async function startWith(settings: Settings, servers: DatabaseServers, notes: Notes): Promise<Simulator> {
  const scheduler = new Scheduler();
  const identity = createIdentity();
  const tokens = new Tokens(settings.tokenSeconds, settings.now);
  const cloud = new Cloud(settings, scheduler, servers);
  const faults = new FaultPlan(() => tokens.expireAll());
  const log = new RequestLog(settings.accessLog);
  const history = new History();
  cloud.observer = history;
  log.observer = history.answered;
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
  const dashboard = createDashboard({
    cloud,
    identity,
    history,
    notes: () => notes.latest,
    urls: () => ({ trove: troveUrl, keystone: authUrl }),
  });
  const trove = await startServer({
    ...common,
    service: "trove",
    port: settings.trove,
    handle: handleTrove,
    control: (request) => dashboard(request) ?? control(request),
  }).catch(async (error: unknown) => {
    await keystone.close();
    throw error;
  });
  troveUrl = `http://127.0.0.1:${trove.port}`;
  catalog = new Catalog(authUrl, troveUrl);

  const { id, name, secret } = identity.applicationCredential;
  return {
    troveRelease: settings.troveRelease,
    programs: servers.programs,
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
    backups: (project) => cloud.backups(identity[project].id),
    backup: (wanted) => cloud.peekBackup(wanted),
    removeBackup: (wanted) => cloud.removeBackup(wanted),
    change: (wanted, change) => cloud.change(wanted, change),
    remove: (wanted) => cloud.remove(wanted),
    switchVolumes: (on) => {
      cloud.hasVolumes = on;
    },
    pause: () => scheduler.pause(),
    resume: () => scheduler.resume(),
    async stop() {
      scheduler.stop();
      await Promise.all([keystone.close(), trove.close(), servers.close()]);
    },
  };
}
