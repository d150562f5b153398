import assert from "node:assert/strict";
import { test } from "node:test";
import {
  checked,
  created,
  failureOf,
  login,
  PASSWORD,
  properties,
  startHarness,
  testOnDynamic,
  withUser,
} from "./harness.ts";

const URN = "urn:pulumi:test::test::pulumi-nodejs:dynamic/trove:Instance::db";
/** A line of a stack, or a path of a source file. */
const STACK_OR_FILE = /^\s+at |file:\/\/|node_modules|\.(?:ts|js|cjs):\d/m;

test("the host prints no stack and no file path with an error", async (t) => {
  const { cloud, start } = await startHarness(t);
  const host = await start();
  const { id, outs, inputs } = await created(host);
  cloud.faults.add({ path: id, times: 0, effect: { type: "status", status: 403, body: {} } });
  const failures = [
    await failureOf(host.read(id, outs)),
    await failureOf(host.delete(id, outs)),
    await failureOf(host.update(id, outs, inputs)),
    await failureOf(host.diff(id, { __provider: outs.__provider }, inputs)),
    await failureOf(host.create(await checked(host, properties({ flavor: "none", name: "other" })))),
  ];
  for (const { message } of failures) assert.doesNotMatch(message, STACK_OR_FILE);
  assert.doesNotMatch(host.stderr(), STACK_OR_FILE);
  assert.doesNotMatch(host.stdout(), STACK_OR_FILE);
});

testOnDynamic(
  "it prints no errors",
  "prints no error twice: the host only refers to the one that it returns",
  async (t) => {
    const { cloud, start } = await startHarness(t);
    const host = await start();
    const { id, outs, inputs } = await created(host, properties({ __urn: URN, volume: { size: 2 } }));
    const smaller = (await host.check(inputs, { ...inputs, volume: { size: 1 } })).inputs;
    const before = host.stderr();
    const refused = await failureOf(host.diff(id, outs, smaller));
    cloud.faults.add({ path: id, times: 0, effect: { type: "status", status: 403, body: {} } });
    const failures = [refused, await failureOf(host.read(id, outs)), await failureOf(host.delete(id, outs))];
    for (const { message } of failures) assert.match(message, /\[TROVE_(?:REFUSED|FORBIDDEN)\]$/);
    const printed = host.stderr().slice(before.length);
    assert.equal(printed, 'pulumi-trove: see the error of "db"\n'.repeat(failures.length));
  },
);

test("reports an unexpected error as a bug, without a stack", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { id, outs, inputs } = await created(host);
  const broken = { ...outs, __state: { ...(outs.__state as object), declared: 5 } };
  const { message } = await failureOf(host.read(id, broken));
  assert.match(message, /which is a bug in pulumi-trove\. Please report it: TypeError: .* \[TROVE_BUG\]$/);
  assert.doesNotMatch(`${message}${host.stderr()}${host.stdout()}`, STACK_OR_FILE);
  assert.equal((await host.diff(id, outs, inputs)).changes, 1);
});

test("masks a password that Trove quotes, in messages and in printed lines", async (t) => {
  const { cloud, start } = await startHarness(t, { troveRelease: 18 });
  // Without a list of datastores, no rule of the default one refuses the password before Trove does.
  const body = { forbidden: { code: 403, message: "Policy doesn't allow datastore:index to be performed." } };
  cloud.faults.add({ path: "/datastores$", times: 0, effect: { type: "status", status: 403, body } });
  const host = await start();
  const password = "bad;'quoted'\\password";
  const { message } = await failureOf(created(host, withUser({ users: { "app@%": { password } } })));
  assert.match(message, /\[TROVE_BAD_REQUEST\]$/);
  const printed = `${message}${host.stderr()}${host.stdout()}`;
  for (const piece of [password, "bad;", "quoted", "demo-password"]) assert.ok(!printed.includes(piece), piece);
});

test("masks passwords that a server repeats in a failed login or create", async (t) => {
  const { cloud, start } = await startHarness(t);
  const authUrl = cloud.authUrl.replace("http://", "http://user:url-password@");
  const wrong = await start({
    config: { ...login(cloud), "trove:authUrl": authUrl, "trove:password": "wrong-password" },
  });
  const host = await start();
  const echo = { computeFault: { code: 500, message: `cannot make a user with ${PASSWORD}` } };
  const effect = { type: "status", status: 500, body: echo } as const;
  cloud.faults.add({ method: "POST", path: "/instances$", times: 0, effect });
  const failures = await Promise.all([failureOf(created(wrong)), failureOf(created(host, withUser()))]);
  const printed = [wrong, host].map((one) => one.stdout() + one.stderr());
  for (const text of [...printed, ...failures.map(({ message }) => message)]) {
    for (const secret of ["wrong-password", "url-password", "demo-password", PASSWORD]) {
      assert.ok(!text.includes(secret), `${secret} in: ${text}`);
    }
  }
});

test("an error has the request id and what to do next", async (t) => {
  const { start } = await startHarness(t);
  const host = await start();
  const { message } = await failureOf(created(host, properties({ volume: { size: 1000 } })));
  assert.match(
    message,
    /^volume\.size: Creating instance "db-1234567" failed: Trove answered 413 .*\(request req-[0-9a-f-]+\)\. .*quota/s,
  );
});
