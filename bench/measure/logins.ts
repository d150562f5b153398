import { readFile } from "node:fs/promises";
import { join } from "node:path";
import type { CloudKind } from "../../test/support/cloud-options.ts";
import type { Cloud } from "../../test/support/clouds.ts";

/** The number of tokens requested from Keystone so far. */
export function countLogins(cloud: Cloud): Promise<number> {
  return counts[cloud.kind](cloud);
}

const counts: Readonly<Record<CloudKind, (cloud: Cloud) => Promise<number>>> = {
  async simulator({ troveUrl }) {
    const answer = await fetch(`${troveUrl}/_simulator/requests`);
    const requests = (await answer.json()) as readonly { service: string; method: string; path: string }[];
    return requests.filter(({ service, method, path }) => service === "keystone" && isLogin(`${method} ${path}`))
      .length;
  },
  // Keystone logs each request on standard error. The first login is Trove's own.
  async real({ dir }) {
    return (await readFile(join(dir, "keystone.out"), "utf8")).split("\n").filter(isLogin).length;
  },
};

function isLogin(request: string): boolean {
  return /POST \/v3\/auth\/tokens\b/.test(request);
}
