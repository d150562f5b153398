import { setTimeout as sleep } from "node:timers/promises";
import { createConnection } from "mysql2/promise";
import { Client } from "pg";
import { type Simulator, startSimulator } from "../../simulator/index.ts";
import { openApi } from "../../test/support/cloud-api.ts";
import { cpuSecondsOfProcesses } from "../measure/provider-usage.ts";
import { mebibytes, seconds } from "../measure/report.ts";
import { memoryOfServers, type ServerMemory } from "../measure/server-usage.ts";
import type { Outcome } from "../scenario.ts";
import type { Row } from "../table.ts";

interface Goal {
  readonly datastore: "postgresql" | "mariadb";
  readonly count: number;
  /** From the first request to the last login. */
  readonly seconds: number;
  /** MiB, in which a page that processes share counts once. */
  readonly memory: number;
}

interface Start {
  readonly seconds: number;
  /** Of all processes, the simulator's among them. */
  readonly cpuSeconds: number;
  readonly memory: ServerMemory;
}

const USER = { name: "ada", password: "secret" };

/**
 * Creates instances at once, each with a user, and logs in as the user of each: in a new simulator, which first creates
 * the template of their data, and then as many beside them.
 */
export async function servers({ datastore, count, ...most }: Goal): Promise<Outcome> {
  const quotas = { maxInstances: 2 * count, maxVolumes: 2 * count };
  const simulator = await startSimulator({ databases: "auto", ...FAST, ...quotas });
  try {
    const first = await start(simulator, datastore, count);
    const second = await start(simulator, datastore, count);
    const what = `${count} ${datastore}`;
    return {
      rows: [rowOf(`${what}, with the template`, first), rowOf(`${what} more`, second)],
      bounds: [
        { what: "seconds, with the template", figure: first.seconds, most: most.seconds },
        { what: "MiB, shared pages once", figure: first.memory.proportional, most: most.memory },
      ],
    };
  } finally {
    await simulator.stop();
  }
}

interface Created {
  readonly instance: { readonly id: string };
}

const FAST = { boot: 0, delete: 0, guestLag: 0, rate: 100_000 };

async function start(simulator: Simulator, datastore: Goal["datastore"], count: number): Promise<Start> {
  const api = await openApi(simulator);
  const cpuBefore = cpuSecondsOfProcesses();
  const from = performance.now();
  const create = async (name: string) => {
    const instance = { name, flavorRef: "1", volume: { size: 1 }, datastore: { type: datastore }, users: [USER] };
    const { status, text, body } = await api.post<Created>("/instances", { instance });
    if (status !== 200) throw new Error(`The create was answered with ${status}: ${text}`);
    return body.instance.id;
  };
  // Trove fails if two creates at once are the first of a project.
  const ids = [await create("first")];
  ids.push(...(await Promise.all(Array.from({ length: count - 1 }, (_, index) => create(`other-${index}`)))));
  await Promise.all(ids.map((id) => logInOnceActive(simulator, id, datastore)));
  const took = (performance.now() - from) / 1000;
  return { seconds: took, cpuSeconds: cpuSecondsOfProcesses() - cpuBefore, memory: memoryOfServers() };
}

async function logInOnceActive(simulator: Simulator, id: string, datastore: Goal["datastore"]): Promise<void> {
  for (;;) {
    const { status = "gone", users = [], databaseServer } = simulator.instance(id) ?? {};
    if (status !== "BUILD" && status !== "ACTIVE") throw new Error(`An instance is ${status}.`);
    if (status === "ACTIVE" && users.length > 0) {
      if (!databaseServer?.endpoint) throw new Error(`This machine has no server for ${datastore}.`);
      return logIn(databaseServer.endpoint, datastore);
    }
    await sleep(10);
  }
}

async function logIn(
  { address: host, port }: { readonly address: string; readonly port: number },
  datastore: Goal["datastore"],
): Promise<void> {
  const { name: user, password } = USER;
  if (datastore === "mariadb") {
    const connection = await createConnection({ host, port, user, password });
    await connection.end();
    return;
  }
  const client = new Client({ host, port, user, password, database: "postgres", ssl: false });
  await client.connect();
  await client.end();
}

function rowOf(what: string, { seconds: wall, cpuSeconds, memory }: Start): Row {
  const { proportional, resident, processes } = memory;
  const sizes = { PSS: mebibytes(proportional), RSS: mebibytes(resident), processes: `${processes}` };
  return { what, figures: { wall: seconds(wall), CPU: seconds(cpuSeconds), ...sizes } };
}
