import { fileURLToPath } from "node:url";
import { run } from "../../scripts/run.ts";
import type { Cloud } from "../../test/support/clouds.ts";

const script = fileURLToPath(new URL("plain-script.ts", import.meta.url));

/** The seconds that a plain script takes to create `count` instances, from its start to its end. */
export async function measureFloor(cloud: Cloud, count: number, body: object): Promise<number> {
  const from = performance.now();
  const { authUrl, troveUrl } = cloud;
  const { code, output } = await run(process.execPath, [script, JSON.stringify({ authUrl, troveUrl, count, body })]);
  if (code !== 0) throw new Error(`The plain script ended with ${code}:\n${output}`);
  return (performance.now() - from) / 1000;
}
