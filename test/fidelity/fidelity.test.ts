import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { openApi } from "../support/cloud-api.ts";
import { realTroveMissing, startCloud } from "../support/clouds.ts";
import type { TroveRelease } from "../support/trove-releases.ts";
import { knownDifferences, leftOut } from "./known-differences.ts";
import { play } from "./play.ts";
import type { Difference, Player } from "./player.ts";
import { describe } from "./request.ts";

// FIDELITY_REQUESTS=n compares n requests on each release, FIDELITY_SEED=k draws others, and FIDELITY_RELEASE=18 or 26
// leaves out the other release.
const count = Number(process.env.FIDELITY_REQUESTS ?? 200);
const seed = Number(process.env.FIDELITY_SEED ?? 1);
const releases = process.env.FIDELITY_RELEASE
  ? [Number(process.env.FIDELITY_RELEASE) as TroveRelease]
  : ([18, 26] as const);
const options = { maxInstances: 200, maxVolumes: 400 };

for (const release of releases) {
  const missing = realTroveMissing(release);
  const skip = missing === undefined ? false : `the real Trove needs the package ${missing}`;
  test(`the simulator answers ${count} requests of seed ${seed} like Trove ${release}`, { skip }, async (t) => {
    const player = await playOn(t, release);
    const unexplained = player.differences.filter((one) => !knownDifferences.some(({ matches }) => matches(one)));
    t.diagnostic(figuresOf(player));
    for (const what of leftOut) t.diagnostic(`Left out: ${what}`);
    assert.equal(unexplained.length, 0, `${figuresOf(player)}\n${unexplained.map(show).join("\n")}`);
    // Requests that cannot be compared prove nothing.
    assert.ok(player.unsteady * 20 < player.compared, figuresOf(player));
  });
}

async function playOn(t: TestContext, release: TroveRelease): Promise<Player> {
  const clouds = await Promise.all(
    (["simulator", "real"] as const).map(async (kind) => {
      const cloud = await startCloud({ ...options, kind, release });
      t.after(() => cloud.stop());
      return openApi(cloud);
    }),
  );
  const [simulator, real] = clouds;
  assert.ok(simulator && real);
  return play(simulator, real, seed, count);
}

function figuresOf({ compared, unsteady, differences }: Player): string {
  const known = knownDifferences.map(({ what, matches }) => `${differences.filter(matches).length} × ${what}`);
  return [`${compared} compared, ${unsteady} not comparable, ${differences.length} different`, ...known].join("; ");
}

function show({ at, request, simulator, real }: Difference): string {
  return `${at}. ${describe(request)}\n  simulator: ${simulator}\n  real:      ${real}`;
}
