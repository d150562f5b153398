import { setTimeout as sleep } from "node:timers/promises";
import type { CloudApi } from "../../test/support/cloud-api.ts";
import type { TestStack } from "../../test/support/engine.ts";

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly status: string;
}

/** A comparison of the cloud's instances with the state. */
export interface Census {
  readonly active: number;
  /** Instances that are not in the state. */
  readonly orphans: number;
  /** Instances beyond the first of each name. */
  readonly duplicates: number;
}

export async function takeCensus(api: CloudApi, stack: Pick<TestStack, "resources">): Promise<Census> {
  const known = new Set((await stack.resources()).map(({ id }) => id));
  const instances = await listInstances(api);
  return {
    active: instances.filter(({ status }) => status === "ACTIVE").length,
    orphans: instances.filter(({ id }) => !known.has(id)).length,
    duplicates: instances.length - new Set(instances.map(({ name }) => name)).size,
  };
}

interface Page {
  readonly instances: readonly Listed[];
  readonly links?: readonly { readonly href: string }[];
}

async function listInstances(api: CloudApi): Promise<readonly Listed[]> {
  const found: Listed[] = [];
  for (let query: string | undefined = ""; query !== undefined; ) {
    const { instances, links } = await askForPage(api, query);
    found.push(...instances);
    query = links?.[0] && new URL(links[0].href).search;
  }
  return found;
}

/** Retries 413: the measured run may have used up the rate limit. */
async function askForPage(api: CloudApi, query: string): Promise<Page> {
  for (;;) {
    const { status, text, body } = await api.get<Page>(`/instances${query}`);
    if (status === 200) return body;
    if (status !== 413) throw new Error(`The list of instances answered ${status}: ${text}`);
    await sleep(1000);
  }
}
