import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { isNotFound } from "../../../../provider/trove/errors/is-not-found.ts";
import { BadRequestError } from "../../../../provider/trove/errors/status-errors.ts";
import { UnaddressableNameError } from "../../../../provider/trove/errors/unaddressable-name-error.ts";
import { UnexpectedAnswerError } from "../../../../provider/trove/errors/unexpected-answer-error.ts";
import { startCannedCloud } from "../canned-cloud.ts";

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) {
    all.push(item);
  }
  return all;
}

test("lists databases by name, over an empty page too", async (t) => {
  const pages = new Map([
    ["/instances/i/databases", { databases: [], links: [{ rel: "next", href: "https://h/?marker=m%252Fn" }] }],
    ["/instances/i/databases?marker=m%2Fn", { databases: [{ name: "z" }] }],
  ]);
  const cloud = await startCannedCloud(t, ({ path }) => ({ body: pages.get(path) }));
  assert.deepEqual(await collect(cloud.client.databases.list("i")), ["z"]);
});

test("creates databases in one request, and sends none for an empty list", async (t) => {
  const cloud = await startCannedCloud(t);
  await cloud.client.databases.create("i", []);
  await cloud.client.databases.create("i", [{ name: "app", characterSet: "utf8mb4" }, { name: "log" }]);
  assert.deepEqual(cloud.requests, [
    {
      method: "POST",
      path: "/instances/i/databases",
      body: { databases: [{ name: "app", character_set: "utf8mb4" }, { name: "log" }] },
    },
  ]);
});

test("does not drop a database whose name Trove would cut", async (t) => {
  const cloud = await startCannedCloud(t);
  await assert.rejects(cloud.client.databases.delete("i", "app.old"), UnaddressableNameError);
  await assert.rejects(cloud.client.users.revoke("i", { name: "u" }, "app.old"), UnaddressableNameError);
  assert.deepEqual(cloud.requests, []);
});

test("reads a user by name and host, encoded twice", async (t) => {
  const user = { name: "a.b", host: "10.0.0.%", databases: [{ name: "app" }] };
  const cloud = await startCannedCloud(t, () => ({ body: { user } }));
  assert.deepEqual(await cloud.client.users.get("i", { name: "a.b", host: "10.0.0.%" }), {
    name: "a.b",
    host: "10.0.0.%",
    databases: ["app"],
  });
  assert.equal(cloud.requests[0]?.path, "/instances/i/users/a%252Eb%254010%252E0%252E0%252E%2525");
});

test("reads users without host or grants with the defaults", async (t) => {
  const cloud = await startCannedCloud(t, () => ({ body: { users: [{ name: "a" }] } }));
  assert.deepEqual(await collect(cloud.client.users.list("i")), [{ name: "a", host: "%", databases: [] }]);
});

test("every change of a user has its own request", async (t) => {
  const { client, requests } = await startCannedCloud(t);
  const user = { name: "u" };
  await client.users.create("i", [{ ...user, password: "p4ss", databases: ["app"] }]);
  await client.users.update("i", user, { password: "n3w", host: undefined });
  await client.users.grant("i", user, ["app", "log"]);
  await client.users.grant("i", user, []);
  await client.users.revoke("i", user, "app");
  await client.users.delete("i", user);
  const path = "/instances/i/users/u%2540%2525";
  assert.deepEqual(requests, [
    {
      method: "POST",
      path: "/instances/i/users",
      body: { users: [{ name: "u", password: "p4ss", databases: [{ name: "app" }] }] },
    },
    { method: "PUT", path, body: { user: { password: "n3w" } } },
    { method: "PUT", path: `${path}/databases`, body: { databases: [{ name: "app" }, { name: "log" }] } },
    { method: "DELETE", path: `${path}/databases/app`, body: undefined },
    { method: "DELETE", path, body: undefined },
  ]);
});

test("refuses an empty update of a user", async (t) => {
  const cloud = await startCannedCloud(t);
  await assert.rejects(cloud.client.users.update("i", { name: "u" }, { password: undefined }), RangeError);
  assert.deepEqual(cloud.requests, []);
});

test("a missing user is not a missing instance", async (t) => {
  const message = "User u%40%25 cannot be found on the instance.";
  const cloud = await startCannedCloud(t, () => ({ status: 404, body: { itemNotFound: { code: 404, message } } }));
  await assert.rejects(cloud.client.users.get("i", { name: "u" }), (error) => {
    assert.equal(isNotFound(error, "user"), true);
    assert.equal(isNotFound(error, "instance"), false);
    return true;
  });
});

test("a password that Trove refuses is in no part of the error", async (t) => {
  const message = "User create error: 'sec;ret' is not a valid password.";
  const cloud = await startCannedCloud(t, () => ({ status: 400, body: { badRequest: { code: 400, message } } }));
  await assert.rejects(cloud.client.users.create("i", [{ name: "u", password: "sec;ret" }]), (error) => {
    assert.ok(error instanceof BadRequestError);
    assert.doesNotMatch(inspect(error, { depth: 9, showHidden: true }), /sec;ret/);
    return true;
  });
});

test("pages of users that go round end in an error", async (t) => {
  const body = { users: [{ name: "a" }], links: [{ rel: "next", href: "https://h/?marker=a%2540%2525" }] };
  const cloud = await startCannedCloud(t, () => ({ body }));
  await assert.rejects(collect(cloud.client.users.list("i")), UnexpectedAnswerError);
  assert.equal(cloud.requests.length, 2);
});
