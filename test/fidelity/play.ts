import { setTimeout as sleep } from "node:timers/promises";
import type { CloudApi } from "../support/cloud-api.ts";
import { guestRequest } from "./guest-requests.ts";
import { changeRequest, createRequest, readRequest } from "./instance-requests.ts";
import { Inventory, type Kind } from "./inventory.ts";
import {
  backupCreate,
  configurationCreate,
  configurationRequest,
  moduleCreate,
  moduleRequest,
  oddRequest,
  readAnything,
  strategyRequest,
} from "./other-requests.ts";
import { Player } from "./player.ts";
import { Random } from "./random.ts";
import { Side } from "./side.ts";

/** The number of each that exist at the same time. */
const LIMITS: Readonly<Record<Kind, number>> = { instance: 5, configuration: 6, backup: 6, module: 3 };

/** Sends `count` random requests of a seed to both clouds, which must be new. */
export async function play(simulator: CloudApi, real: CloudApi, seed: number, count: number): Promise<Player> {
  const player = new Player(new Side(simulator), new Side(real));
  const inventory = new Inventory(player, new Random(seed));
  await nameDatastores(player);
  await createInstance(inventory);
  while (player.compared < count) await step(inventory);
  await player.settle();
  return player;
}

async function nameDatastores({ simulator, real }: Player): Promise<void> {
  for (const side of [simulator, real]) {
    const { body } = await side.get("/datastores");
    for (const { name, id, versions } of (body as { datastores: Datastore[] }).datastores) {
      side.name(`{datastore:${name}}`, id);
      for (const version of versions) side.name(`{version:${name}-${version.name}}`, version.id);
      const [first] = versions.toSorted((one, other) => (one.name < other.name ? 1 : -1));
      if (first) side.name(`{version:${name}}`, first.id);
    }
  }
}

interface Datastore {
  readonly name: string;
  readonly id: string;
  readonly versions: readonly { readonly name: string; readonly id: string }[];
}

async function step(inventory: Inventory): Promise<void> {
  const { random, player } = inventory;
  const instance = inventory.some("instance");
  const server = inventory.someServer();
  // Mostly, an operation is over before the next request; else that request comes in the middle of it.
  if (player.spoiled.size > 0 || (player.busy.size > 0 && random.chance(0.4))) await settle(inventory);
  await random.weighted<() => Promise<unknown>>([
    [30, () => player.send(guestRequest(random, server))],
    [8, () => player.send(readRequest(random, instance))],
    [4, () => (full(inventory, "instance") ? deleteOne(inventory, "instance") : createInstance(inventory))],
    [10, () => change(inventory, instance)],
    [
      5,
      () =>
        full(inventory, "configuration") ? deleteOne(inventory, "configuration") : create(inventory, "configuration"),
    ],
    [6, () => calmly(inventory, () => player.send(configurationRequest(inventory)))],
    [3, () => (full(inventory, "backup") ? deleteOne(inventory, "backup") : createBackup(inventory))],
    [5, () => player.send(strategyRequest(inventory))],
    [2, () => (full(inventory, "module") ? deleteOne(inventory, "module") : create(inventory, "module"))],
    [3, () => calmly(inventory, () => player.send(moduleRequest(inventory)))],
    [10, () => calmly(inventory, () => player.send(readAnything(random)))],
    [10, () => player.send(oddRequest(inventory))],
    [1, () => deleteOne(inventory, random.pick(["instance", "configuration", "backup", "module"] as const))],
  ])();
}

function full(inventory: Inventory, kind: Kind): boolean {
  return inventory.alive(kind).length >= LIMITS[kind];
}

/** Lists show all instances, so none may be in the middle of an operation. */
async function calmly(inventory: Inventory, send: () => Promise<unknown>): Promise<void> {
  if (inventory.player.busy.size > 0) await settle(inventory);
  await send();
}

/** Waits, then compares what each cloud has. */
async function settle(inventory: Inventory): Promise<void> {
  const { player } = inventory;
  await player.settle();
  if (player.spoiled.size > 0) await removeSpoiled(inventory);
  for (const path of ["/instances/detail", `/mgmt/quotas/{p:own}`]) await player.send({ method: "GET", path });
}

/** Deletes what may differ since a request that came at different moments, with its replicas. */
async function removeSpoiled(inventory: Inventory): Promise<void> {
  const { player } = inventory;
  const all = [...player.spoiled].flatMap((one) => [...inventory.replicasOf(one), one]);
  player.spoiled.clear();
  for (const one of all) {
    await Promise.all([player.simulator, player.real].map((side) => removeFrom(side, one)));
    inventory.forget("instance", one);
  }
}

/**
 * A DELETE is refused while the instance is in BUILD. Another one after an accepted DELETE would return the quota again.
 *
 * @throws if the instance stays.
 */
async function removeFrom(side: Side, instance: string): Promise<void> {
  const path = `/instances/${instance}`;
  await side.send({ method: "POST", path: `${path}/action`, body: { reset_status: { force_delete: true } } });
  let accepted = false;
  for (let tries = 0; tries < 100; tries += 1) {
    if ((await side.get(path)).status === 404) return;
    if (!accepted) accepted = (await side.send({ method: "DELETE", path })).status === 202;
    await sleep(300);
  }
  throw new Error(`${instance} stays: ${(await side.get(path)).text}`);
}

async function createInstance(inventory: Inventory): Promise<void> {
  await calmly(inventory, async () => {
    const made = await inventory.create("instance", createRequest(inventory));
    if (made === undefined) return;
    // The source is in BACKUP until the snapshot for its replica is taken.
    for (const one of [made, inventory.sourceOf(made)]) if (one !== undefined) inventory.player.busy.add(one);
  });
}

async function create(inventory: Inventory, kind: "configuration" | "module"): Promise<void> {
  await inventory.create(
    kind,
    kind === "module" ? moduleCreate(inventory.random) : configurationCreate(inventory.random),
  );
}

async function createBackup(inventory: Inventory): Promise<void> {
  const request = backupCreate(inventory);
  const made = await inventory.create("backup", request);
  if (made !== undefined) for (const one of request.about ?? []) inventory.player.busy.add(one);
}

async function change(inventory: Inventory, instance: string): Promise<void> {
  const { accepted } = await inventory.player.send(changeRequest(inventory, instance));
  if (accepted) inventory.player.busy.add(instance);
}

async function deleteOne(inventory: Inventory, kind: Kind): Promise<void> {
  const { player } = inventory;
  const one = inventory.some(kind);
  const about = kind === "instance" ? [one] : [];
  const { accepted } = await player.send({ method: "DELETE", path: `/${kind}s/${one}`, about });
  if (!accepted) return;
  inventory.forget(kind, one);
  if (kind === "instance") player.busy.add(one);
  if (kind === "instance" || kind === "backup") player.leaving.add(one);
  if (kind === "backup") {
    await settle(inventory);
    await inventory.forgetDeleted("backup");
  }
}
