import assert from "node:assert/strict";
import { type TestContext, test } from "node:test";
import { isDeepStrictEqual } from "node:util";
import type { Simulator } from "../../simulator/index.ts";
import type { TestStack } from "../support/engine.ts";
import { killProvider } from "../support/processes.ts";
import {
  type Declared,
  databasesIn,
  declaresAll,
  grantsIn,
  onlyInstance,
  passwordsIn,
  WITHOUT_ROOT,
} from "./children.ts";
import { assertUnchanged } from "./clouds.ts";
import { failureOf, type Harness, startHarness, until, writes } from "./harness.ts";

const NONE: Declared = { database: false, user: false, root: false };

/** How an up ends early, by its description. */
const WAYS: Readonly<Record<string, (abort: AbortController) => void>> = {
  "Ctrl-C": (abort) => abort.abort(),
  "a killed provider": killProvider,
};

interface Started {
  readonly cloud: Harness["cloud"];
  readonly stack: TestStack;
}

async function start(t: TestContext, declared: Declared): Promise<Started> {
  const { cloud, createStack } = await startHarness(t, { guestLag: 0.1 });
  const stack = await createStack({ program: declaresAll(declared) });
  await stack.stack.up();
  return { cloud, stack };
}

/**
 * Stops an up of the program after Trove has accepted these requests, and before the guest agent has performed them. It
 * performs them afterwards.
 *
 * @returns what the user sees
 */
async function stopAfter(
  { cloud, stack }: Started,
  declared: Declared,
  requests: readonly RegExp[],
  stop: (abort: AbortController) => void,
): Promise<string> {
  stack.program = declaresAll(declared);
  cloud.requests.length = 0;
  cloud.pause();
  const abort = new AbortController();
  const up = failureOf(stack.stack.up({ signal: abort.signal }));
  await until("the requests", () => requests.every((one) => writes(cloud.requests).some((sent) => one.test(sent))));
  await until("the provider to wait", () => listsAfterWrites(cloud));
  stop(abort);
  const message = await up;
  cloud.resume();
  return message;
}

function listsAfterWrites({ requests }: Simulator): boolean {
  const last = requests.findLastIndex(({ service, method }) => service === "trove" && method !== "GET");
  return requests.slice(last + 1).some(({ path }) => /\/(databases|users)(\?|$)/.test(path));
}

/** Nothing waits for a password, which Trove does not report. */
async function untilPasswords(cloud: Simulator, expected: Readonly<Record<string, string>>): Promise<void> {
  await until(`the passwords ${JSON.stringify(expected)}`, () =>
    isDeepStrictEqual(passwordsIn(onlyInstance(cloud)), expected),
  );
}

async function setResumeInterrupted({ stack }: TestStack): Promise<void> {
  await stack.setConfig("trove:resumeInterrupted", { value: "true" });
}

for (const [way, stop] of Object.entries(WAYS)) {
  test(`after ${way} during a create, the next up ends with one database and one user`, async (t) => {
    const started = await start(t, NONE);
    const { cloud, stack } = started;
    await stopAfter(started, WITHOUT_ROOT, [/^POST .*\/databases$/, /^POST .*\/users$/], stop);
    await until("the user", () => onlyInstance(cloud).users.length === 1);
    const isKilled = stop === killProvider;
    assert.equal((await stack.resources()).length, isKilled ? 1 : 3);
    cloud.requests.length = 0;
    if (isKilled) {
      assert.match(await failureOf(stack.stack.up()), /already has the .*import it as .*trove:resumeInterrupted/);
      assert.deepEqual(writes(cloud.requests), []);
      await setResumeInterrupted(stack);
    }
    await stack.stack.up();
    // The password of the interrupted create is not known, so it is sent again.
    assert.deepEqual(
      writes(cloud.requests).map((request) => request.split(" ")[0]),
      ["PUT"],
    );
    const instance = onlyInstance(cloud);
    assert.deepEqual([databasesIn(instance), grantsIn(instance)], [["app"], { "web@%": ["app"] }]);
    await assertUnchanged(stack);
  });

  test(`after ${way} during a rename, the next up ends with the new name`, async (t) => {
    const started = await start(t, WITHOUT_ROOT);
    const { cloud, stack } = started;
    const renamed: Declared = { ...WITHOUT_ROOT, user: { name: "site" } };
    await stopAfter(started, renamed, [/^PUT .*\/users\//], stop);
    await until("the rename", () => onlyInstance(cloud).users[0]?.name === "site");
    if (stop === killProvider) {
      const message = await failureOf(stack.stack.up());
      assert.match(
        message,
        /"web@%" no longer exists .* renamed it to "site@%", .*trove:resumeInterrupted.*Otherwise run/,
      );
      await setResumeInterrupted(stack);
    }
    await stack.stack.up();
    const instance = onlyInstance(cloud);
    assert.deepEqual([grantsIn(instance), passwordsIn(instance)], [{ "site@%": ["app"] }, { "site@%": "p-of-web" }]);
    await assertUnchanged(stack);
  });

  test(`after ${way} during a delete, the next up ends without them`, async (t) => {
    const started = await start(t, WITHOUT_ROOT);
    const { cloud, stack } = started;
    await stopAfter(started, NONE, [/^DELETE .*\/databases\/app$/, /^DELETE .*\/users\/web/], stop);
    assert.equal((await stack.resources()).length, 3);
    await stack.stack.up();
    const instance = onlyInstance(cloud);
    assert.deepEqual([databasesIn(instance), grantsIn(instance)], [[], {}]);
    assert.equal((await stack.resources()).length, 1);
    await assertUnchanged(stack);
  });
}

test("an interrupted rename that the program takes back or changes ends where it says", async (t) => {
  const started = await start(t, WITHOUT_ROOT);
  const { cloud, stack } = started;
  const user = { password: "another" };
  for (const name of ["web", "third"]) {
    await stopAfter(started, { ...WITHOUT_ROOT, user: { name: "site" } }, [/^PUT .*\/users\//], (abort) =>
      abort.abort(),
    );
    await until("the rename", () => onlyInstance(cloud).users[0]?.name === "site");
    stack.program = declaresAll({ ...WITHOUT_ROOT, user: { ...user, name } });
    await stack.stack.up();
    await untilPasswords(cloud, { [`${name}@%`]: "another" });
  }
  await assertUnchanged(stack);
});

test("an interrupted create that declares another password and fewer grants next gets these", async (t) => {
  const started = await start(t, NONE);
  const { cloud, stack } = started;
  await stopAfter(started, WITHOUT_ROOT, [/^POST .*\/databases$/, /^POST .*\/users$/], (abort) => abort.abort());
  stack.program = declaresAll({ ...WITHOUT_ROOT, user: { password: "another", databases: [] } });
  await stack.stack.up();
  assert.deepEqual(grantsIn(onlyInstance(cloud)), { "web@%": [] });
  await untilPasswords(cloud, { "web@%": "another" });
  await assertUnchanged(stack);
});

test("an instance in ERROR fails each change, and the next up makes them; destroy sends one DELETE", async (t) => {
  const { cloud, stack } = await start(t, WITHOUT_ROOT);
  const { id } = onlyInstance(cloud);
  const fail = () =>
    cloud.change(id, (record) => {
      record.operatingStatus = "ERROR";
    });
  fail();
  stack.program = declaresAll({ user: { password: "another" } });
  const message = await failureOf(stack.stack.up({ continueOnError: true }));
  assert.match(message, /is in ERROR/);
  assert.doesNotMatch(message, /another/);
  assert.deepEqual(passwordsIn(onlyInstance(cloud)), { "web@%": "p-of-web" });
  await stack.stack.refresh();
  assert.equal((await stack.resources()).length, 3, "the state keeps what cannot be read");

  cloud.change(id, (record) => {
    record.status = "ACTIVE";
  });
  await stack.stack.up();
  assert.deepEqual(passwordsIn(onlyInstance(cloud)), { "web@%": "another" });
  fail();
  cloud.requests.length = 0;
  await stack.stack.destroy();
  assert.deepEqual(writes(cloud.requests).at(-1), `DELETE /instances/${id}`);
  assert.deepEqual([cloud.instances(), await stack.resources()], [[], []]);
});
