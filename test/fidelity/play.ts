import type { CloudApi } from "../support/cloud-api.ts";
import { guestRequest } from "./guest-requests.ts";
import { changeRequest, createRequest, readRequest } from "./instance-requests.ts";
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
import { type Kind, World } from "./world.ts";

/** The number of each that exist at the same time. */
const LIMITS: Readonly<Record<Kind, number>> = { instance: 5, configuration: 6, backup: 6, module: 3 };

/** Sends `count` random requests of a seed to both clouds, which must be new. */
export async function play(simulator: CloudApi, real: CloudApi, seed: number, count: number): Promise<Player> {
  const player = new Player(new Side(simulator), new Side(real));
  const world = new World(player, new Random(seed));
  await nameDatastores(player);
  await createInstance(world);
  while (player.compared < count) await step(world);
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

async function step(world: World): Promise<void> {
  const { random, player } = world;
  const instance = world.some("instance");
  const server = world.someServer();
  // Mostly, an operation is over before the next request; else that request comes in the middle of it.
  if (player.spoiled.size > 0 || (player.busy.size > 0 && random.chance(0.4))) await settle(world);
  await random.weighted<() => Promise<unknown>>([
    [30, () => player.send(guestRequest(random, server))],
    [8, () => player.send(readRequest(random, instance))],
    [4, () => (full(world, "instance") ? deleteOne(world, "instance") : createInstance(world))],
    [10, () => change(world, instance)],
    [5, () => (full(world, "configuration") ? deleteOne(world, "configuration") : create(world, "configuration"))],
    [6, () => calmly(world, () => player.send(configurationRequest(world)))],
    [3, () => (full(world, "backup") ? deleteOne(world, "backup") : createBackup(world))],
    [5, () => player.send(strategyRequest(world))],
    [2, () => (full(world, "module") ? deleteOne(world, "module") : create(world, "module"))],
    [3, () => calmly(world, () => player.send(moduleRequest(world)))],
    [10, () => calmly(world, () => player.send(readAnything(random)))],
    [10, () => player.send(oddRequest(world))],
    [1, () => deleteOne(world, random.pick(["instance", "configuration", "backup", "module"] as const))],
  ])();
}

function full(world: World, kind: Kind): boolean {
  return world.alive(kind).length >= LIMITS[kind];
}

/** Lists show all instances, so none may be in the middle of an operation. */
async function calmly(world: World, send: () => Promise<unknown>): Promise<void> {
  if (world.player.busy.size > 0) await settle(world);
  await send();
}

/** Waits, then compares what each cloud has. */
async function settle(world: World): Promise<void> {
  const { player } = world;
  await player.settle();
  if (player.spoiled.size > 0) await removeSpoiled(world);
  for (const path of ["/instances/detail", `/mgmt/quotas/{p:own}`]) await player.send({ method: "GET", path });
}

/** Deletes what may differ since a request that came at different moments, with its replicas. */
async function removeSpoiled(world: World): Promise<void> {
  const { player } = world;
  const all = [...player.spoiled].flatMap((one) => [...world.replicasOf(one), one]);
  player.spoiled.clear();
  for (const one of all) {
    for (const side of [player.simulator, player.real]) {
      await side.send({
        method: "POST",
        path: `/instances/${one}/action`,
        body: { reset_status: { force_delete: true } },
      });
      await side.send({ method: "DELETE", path: `/instances/${one}` });
    }
    player.leaving.add(one);
    world.forget("instance", one);
    await player.settle();
  }
}

async function createInstance(world: World): Promise<void> {
  await calmly(world, async () => {
    const made = await world.create("instance", createRequest(world));
    if (made !== undefined) world.player.busy.add(made);
  });
}

async function create(world: World, kind: "configuration" | "module"): Promise<void> {
  await world.create(kind, kind === "module" ? moduleCreate(world.random) : configurationCreate(world.random));
}

async function createBackup(world: World): Promise<void> {
  const request = backupCreate(world);
  const made = await world.create("backup", request);
  if (made !== undefined) for (const one of request.about ?? []) world.player.busy.add(one);
}

async function change(world: World, instance: string): Promise<void> {
  const { accepted } = await world.player.send(changeRequest(world, instance));
  if (accepted) world.player.busy.add(instance);
}

async function deleteOne(world: World, kind: Kind): Promise<void> {
  const { player } = world;
  const one = world.some(kind);
  const about = kind === "instance" ? [one] : [];
  const { accepted } = await player.send({ method: "DELETE", path: `/${kind}s/${one}`, about });
  if (!accepted) return;
  world.forget(kind, one);
  if (kind === "instance") {
    player.busy.add(one);
    player.leaving.add(one);
  }
  if (kind === "backup") {
    await settle(world);
    await world.forgetDeleted("backup");
  }
}
