import type { TestContext } from "node:test";
import { systemClock } from "../../../../provider/core/clock.ts";
import { openSession } from "../../../../provider/openstack/open-session.ts";
import type { Context } from "../../../../provider/resources/context.ts";
import { createProcessServices } from "../../../../provider/resources/process-services.ts";
import { TroveApi } from "../../../../provider/trove/trove-api.ts";
import { deadlineIn } from "../../../../provider/wait/deadline.ts";
import { InstancePoller } from "../../../../provider/wait/instances/instance-poller.ts";
import {
  type BackupRecord,
  type Simulator,
  type SimulatorOptions,
  startSimulator,
} from "../../../../simulator/index.ts";
import { startVirtualTime } from "./virtual-time.ts";

/** A simulated cloud, and the context of an operation on it. */
export interface Harness {
  readonly cloud: Simulator;
  readonly context: Context;
  /** All lines that were logged. */
  readonly lines: string[];
}

const UNTIL_ASKS = 20_000;

export interface StageOptions extends SimulatorOptions, Partial<Pick<Context, "clock" | "defaultName" | "preview">> {
  readonly resumeInterrupted?: boolean;
  readonly previewChecks?: boolean;
}

/** @param options by default the cloud and the context share virtual time */
export async function startHarness(t: TestContext, options: StageOptions = {}): Promise<Harness> {
  const {
    clock = startVirtualTime(t),
    defaultName = "db-1234567",
    preview = false,
    resumeInterrupted = false,
    previewChecks = true,
    ...cloudOptions
  } = options;
  const cloud = await startSimulator({ boot: 6, delete: 6, guestLag: 0, rate: 100_000, ...cloudOptions });
  t.after(() => cloud.stop());
  const lines: string[] = [];
  const log = (line: string) => lines.push(line);
  const trove = connect(cloud);
  const context: Context = {
    trove,
    poller: new InstancePoller(trove.instances, trove, clock),
    clock,
    signal: new AbortController().signal,
    log: { status: log, info: log, warn: log },
    deadline: deadlineIn(clock, 30 * 60_000),
    preview,
    defaultName,
    predecessors: [],
    ...createProcessServices({ resumeInterrupted, previewChecks }),
  };
  return { cloud, context, lines };
}

/** Asks every 40 ms until `done` holds for the value, and returns it. Follows virtual time. */
export async function until<T>(what: string, ask: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  for (let asked = 0; asked < UNTIL_ASKS; asked += 1) {
    const value = await ask();
    if (done(value)) return value;
    await systemClock.sleep(40);
  }
  throw new Error(`asked ${UNTIL_ASKS} times for ${what}`);
}

/** Takes a backup and waits for its status. */
export async function takeBackup(
  { cloud, context }: Harness,
  instanceId: string,
  name: string,
  status: BackupRecord["state"] = "COMPLETED",
): Promise<BackupRecord> {
  const { id } = await context.trove.backups.create({ name, instanceId });
  const record = cloud.backup(id);
  if (record === undefined) throw new Error(`the cloud has no backup ${id}`);
  await until(
    `the backup ${name}`,
    async () => record.state,
    (now) => now === status,
  );
  return record;
}

/** The context, but on the cloud of another one: a later process on the same cloud. */
export function at(context: Context, { trove, poller }: Context): Context {
  return { ...context, trove, poller };
}

/** A client of the project `demo`, logged in by password. */
export function connect({ authUrl }: Pick<Simulator, "authUrl">, password = "demo-password"): TroveApi {
  const domain = { name: "Default" };
  const credentials = {
    authUrl,
    auth: {
      type: "password",
      user: { name: "demo", domain },
      password,
      scope: { project: { name: "demo", domain } },
    },
    region: "RegionOne",
    interface: "public",
    tls: { insecure: false },
    source: "the test",
  } as const;
  return new TroveApi(openSession({ credentials: async () => credentials, http: { attempts: 1 } }));
}
