import assert from "node:assert/strict";
import { test } from "node:test";
import { CHANGED, checked, created, failureOf, login, properties, startHarness } from "./harness.ts";

test("without a cloud, a preview warns and other operations fail with the address", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id, inputs, outs } = await created(await start());
  // No process listens on this privileged port.
  const config = { ...login(cloud), "trove:authUrl": "http://127.0.0.1:9/v3", "trove:previewChecks": "off" };
  const away = await start({ config });
  const news = await checked(away, properties({ allow: { restart: true }, __preview: true }), inputs);
  const [difference, read, deleted] = await Promise.all([
    away.diff(id, outs, news),
    failureOf(away.read(id, outs)),
    failureOf(away.delete(id, outs)),
  ]);
  assert.equal(difference.changes, CHANGED);
  assert.match(away.stderr(), /this preview could not check which cloud it is in/);
  for (const { message } of [read, deleted]) {
    assert.match(message, /cannot connect to http:\/\/127\.0\.0\.1:\d+ \(ECONNREFUSED\).*\[TROVE_CONNECTION\]$/s);
  }
});

test("a preview without a cloud checks all resources, and waits and warns once", async (t) => {
  const { cloud, start } = await startHarness(t);
  const { id, inputs, outs } = await created(await start());
  const away = await start({ config: { ...login(cloud), "trove:authUrl": "http://127.0.0.1:9/v3" } });
  for (const name of ["one", "two"]) await checked(away, properties({ name, __preview: true }));
  const news = await checked(away, properties({ flavor: "m1.medium", __preview: true }), inputs);
  assert.equal((await away.diff(id, outs, news)).changes, CHANGED);
  assert.equal(away.stderr().match(/could not/g)?.length, 1, away.stderr());
  assert.match(away.stderr(), /This preview could not ask the cloud: .*ECONNREFUSED/);
});
