import type { TestContext } from "node:test";
import { type Clock, systemClock } from "../../../../provider/core/clock.ts";
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
import { until } from "../../../support/cloud-api.ts";

/** A cloud, and what a resource is given to work on it. */
export interface Stage {
  readonly cloud: Simulator;
  readonly context: Context;
  /** What was told to people. */
  readonly lines: string[];
}

/** The stage's clock runs so many times as fast as the cloud's, so that a minute of waiting is over in a second. */
const SPEED = 60;

const hastyClock: Clock = {
  now: () => systemClock.now() * SPEED,
  sleep: (ms, signal) => systemClock.sleep(ms / SPEED, signal),
};

export interface StageOptions extends SimulatorOptions, Partial<Pick<Context, "clock" | "defaultName" | "preview">> {
  readonly resumeInterrupted?: boolean;
  readonly previewChecks?: boolean;
}

export async function startStage(t: TestContext, options: StageOptions = {}): Promise<Stage> {
  const {
    clock = hastyClock,
    defaultName = "db-1234567",
    preview = false,
    resumeInterrupted = false,
    previewChecks = true,
    ...cloudOptions
  } = options;
  const cloud = await startSimulator({ boot: 0.1, delete: 0.1, guestLag: 0, rate: 100_000, ...cloudOptions });
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

/** Takes a backup, and waits until it has come to what it shall. */
export async function takeBackup(
  { cloud, context }: Stage,
  instanceId: string,
  name: string,
  wanted: BackupRecord["state"] = "COMPLETED",
): Promise<BackupRecord> {
  const { id } = await context.trove.backups.create({ name, instanceId });
  const record = cloud.backup(id);
  if (record === undefined) throw new Error(`the cloud has no backup ${id}`);
  await until(
    `the backup ${name}`,
    async () => record.state,
    (now) => now === wanted,
  );
  return record;
}

/** What `context` is given, on the cloud of another. */
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
