import { ApiFault } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { links } from "./links.ts";

export interface Flavor {
  readonly id: string;
  readonly name: string;
  /** MiB */
  readonly ram: number;
  readonly vcpus: number;
  /** GB */
  readonly disk: number;
  readonly ephemeral: number;
}

const FLAVORS: readonly Flavor[] = [
  { id: "1", name: "m1.tiny", ram: 512, vcpus: 1, disk: 1, ephemeral: 0 },
  { id: "2", name: "m1.small", ram: 2048, vcpus: 1, disk: 20, ephemeral: 0 },
  { id: "3", name: "m1.medium", ram: 4096, vcpus: 2, disk: 40, ephemeral: 0 },
  { id: "d2", name: "ds2G", ram: 2048, vcpus: 2, disk: 10, ephemeral: 0 },
  { id: "eph", name: "eph", ram: 512, vcpus: 1, disk: 1, ephemeral: 1 },
];

/** Finds a flavor by id, not by name. An unknown one is 404 if the request is for the flavor itself, else 400. */
export function findFlavor(id: string, status: 400 | 404 = 400): Flavor {
  const flavor = FLAVORS.find((one) => one.id === id);
  if (!flavor) throw new ApiFault(status, `Resource ${id} cannot be found.`);
  return flavor;
}

export function listFlavors(call: Call): unknown {
  return { flavors: FLAVORS.map((flavor) => view(call, flavor)) };
}

export function showFlavor(call: Call): unknown {
  return { flavor: view(call, findFlavor(call.parameter("id"), 404)) };
}

function view(call: Call, { id, ...flavor }: Flavor): unknown {
  return { id: /^[1-9]\d*$/.test(id) ? Number(id) : null, links: links(call, "flavors", id), ...flavor, str_id: id };
}
