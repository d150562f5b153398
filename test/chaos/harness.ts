import { setTimeout as sleep } from "node:timers/promises";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { TroveInstance } from "../engine/host.ts";
import { connect, createGroups } from "../properties/harness.ts";
import type { InstanceArgs } from "../properties/programs.ts";
import { createTestStack, type TestStack } from "../support/engine.ts";
import { timeLapse } from "../support/time-lapse.ts";
import { type Beside, registerBeside } from "./beside.ts";
import type { Plan } from "./plan.ts";

/** The arguments of each instance by resource name. */
export type Program = Readonly<Record<string, InstanceArgs>>;

/** A cloud, a stack of the real engine, and a record of what happened. */
export interface Harness {
  readonly simulator: Simulator;
  readonly stack: TestStack;
  /** The ids of the configuration groups by name. */
  readonly groups: Readonly<Record<string, string>>;
  /** The id of an instance in the project that is not part of the program. */
  readonly stranger: string;
  /** The kinds of all faults that occurred. */
  readonly struck: string[];
  /** Adds an entry to the journal. */
  note(what: string): void;
  /** All notes and requests, ordered by time. */
  journal(): string;
  close(): Promise<void>;
}

/** A wait of a minute takes five seconds, so a second at the simulator is still in time. */
const FACTOR = 12;
const QUICK = { boot: 0.3, delete: 0.2, backup: 0.1, maxInstances: 1e6, maxVolumes: 1e9 };
/** Short enough that an endless wait fails in time. */
const TIMEOUTS = { create: "5m", update: "5m", delete: "5m" };

export async function openHarness({ skewHours, rate, guestLag, resumes }: Omit<Plan, "ups">): Promise<Harness> {
  const { env, now } = timeLapse(FACTOR, skewHours * 3_600_000);
  const simulator = await startSimulator({ ...QUICK, rate, guestLag, now });
  const [groups, stranger, stack] = await Promise.all([
    createGroups(simulator),
    createStranger(simulator),
    createTestStack({
      env: { ...env, ...login(simulator) },
      ...(resumes ? { config: { "trove:resumeInterrupted": { value: "true" } } } : {}),
    }),
  ]);
  simulator.requests.length = 0;
  const notes: { readonly t: number; readonly text: string }[] = [];
  return {
    simulator,
    stack,
    groups,
    stranger,
    struck: [],
    note(text) {
      notes.push({ t: Date.now() / 1000, text });
    },
    journal() {
      const requests = simulator.requests.map(({ t, service, method, path, status }) => ({
        t,
        text: `  ${service} ${method} ${path.replace(/^\/v1\.0\/\w+/, "")} ${status}`,
      }));
      const all = [...notes, ...requests].sort((one, other) => one.t - other.t);
      const from = all[0]?.t ?? 0;
      return all.map(({ t, text }) => `${(t - from).toFixed(2).padStart(7)} ${text}`).join("\n");
    },
    async close() {
      await simulator.stop();
      await stack.remove();
    },
  };
}

async function createStranger(simulator: Simulator): Promise<string> {
  const client = await connect(simulator);
  const { id } = await client.instances.create({
    name: "stranger",
    flavorId: "1",
    volume: { size: 1 },
    databases: [{ name: "app" }],
    users: [{ name: "app", password: "strange-password", databases: ["app"] }],
  });
  while (simulator.instance(id)?.users.length !== 1) await sleep(20);
  return id;
}

/** Environment variables with which the provider logs in as `demo`. */
function login({ authUrl }: Simulator): Record<string, string> {
  return {
    OS_CLOUD: "",
    OS_CLIENT_CONFIG_FILE: "",
    OS_AUTH_URL: authUrl,
    OS_USERNAME: "demo",
    OS_PASSWORD: "demo-password",
    OS_PROJECT_NAME: "demo",
    OS_USER_DOMAIN_NAME: "Default",
    OS_PROJECT_DOMAIN_NAME: "Default",
    OS_REGION_NAME: "RegionOne",
  };
}

/** Registers the instances and the other resources, as a Pulumi program does. */
export function register(program: Program, groups: Readonly<Record<string, string>>, beside: Beside | undefined): void {
  const instances = Object.entries(program).map(([name, args]) => {
    const { configuration, databases, users, access, ...rest } = args;
    return new TroveInstance(
      name,
      {
        ...rest,
        ...(configuration === undefined ? {} : { configuration: groups[configuration] ?? "" }),
        ...(access === undefined ? {} : { access: { ...access, allowedCidrs: [...access.allowedCidrs] } }),
        ...(databases === undefined ? {} : { databases: Object.keys(databases).map((name) => ({ name })) }),
        ...(users === undefined ? {} : { users: Object.entries(users).map(([key, user]) => userArgs(key, user)) }),
      },
      { customTimeouts: TIMEOUTS },
    );
  });
  const [first] = instances;
  if (first !== undefined && beside !== undefined) registerBeside(beside, first, { customTimeouts: TIMEOUTS });
}

function userArgs(key: string, { password, databases }: NonNullable<InstanceArgs["users"]>[string]) {
  const [name = "", host = ""] = key.split("@");
  return { name, host, password, ...(databases === undefined ? {} : { databases: [...databases] }) };
}
