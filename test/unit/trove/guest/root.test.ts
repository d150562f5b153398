import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { BadRequestError } from "../../../../provider/trove/errors/status-errors.ts";
import { startCannedCloud } from "../canned-cloud.ts";

const superuser = { user: { name: "root", password: "generated" } };

test("reads whether root is enabled", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ body: { rootEnabled: true } }));
  assert.equal(await cloud.client.root.isEnabled("i"), true);
  assert.deepEqual(cloud.requests, [{ method: "GET", path: "/instances/i/root", body: undefined }]);
});

test("enables root with a generated or a given password, and returns it", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ body: superuser }));
  assert.deepEqual(await cloud.client.root.enable("i", undefined), superuser.user);
  await cloud.client.root.enable("i", "s3cret");
  assert.deepEqual(
    cloud.requests.map(({ method, body }) => [method, body]),
    [
      ["POST", undefined],
      ["POST", { password: "s3cret" }],
    ],
  );
});

test("disables root", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ status: 204 }));
  await cloud.client.root.disable("i");
  assert.deepEqual(cloud.requests, [{ method: "DELETE", path: "/instances/i/root", body: undefined }]);
});

test("an error of Trove does not show the password that was sent", async (t) => {
  const body = { badRequest: { code: 400, message: "'s3cret' is not a valid password" } };
  const cloud = await startCannedCloud(t, () => ({ status: 400, body }));
  const error = await cloud.client.root.enable("i", "s3cret").catch((caught: unknown) => caught);
  assert.ok(error instanceof BadRequestError);
  assert.doesNotMatch(inspect(error, { depth: 9 }), /s3cret/);
});
