import assert from "node:assert/strict";
import { test } from "node:test";
import { HttpStatusError } from "../../../../provider/http/errors/http-status-error.ts";
import { isGone, unlessGone } from "../../../../provider/trove/errors/is-gone.ts";
import { NotFoundError } from "../../../../provider/trove/errors/not-found-error.ts";
import { toTroveError } from "../../../../provider/trove/errors/response/to-trove-error.ts";

const id = "8a2f3c1e-0000-4000-8000-000000000001";
const other = "8a2f3c1e-0000-4000-8000-000000000002";

function notFound(path: string, message: string): NotFoundError {
  const request = { method: "GET", url: `http://127.0.0.1:8779/v1.0/p${path}` } as const;
  const body = { itemNotFound: { code: 404, message } };
  const response = { status: 404, headers: {}, body, requestId: "req-1", serverDate: undefined };
  const error = toTroveError(new HttpStatusError(request, response, 0), "Reading");
  assert.ok(error instanceof NotFoundError);
  return error;
}

const user = `/instances/${id}/users/a%2520b%2540%2525`;
const database = `/instances/${id}/databases/my%20app`;

const gone: readonly (readonly [path: string, message: string, objects: Parameters<typeof isGone>[1]])[] = [
  [`/instances/${id}`, `Resource ${id} cannot be found.`, { instance: id }],
  [`/instances/${id}`, "InstanceServiceStatus Not Found", { instance: id }],
  [`/instances/${id}/action`, `Resource ${id} cannot be found.`, { instance: id }],
  [user, `Resource ${id} cannot be found.`, { instance: id }],
  [user, "User a%20b%40%25 cannot be found on the instance.", { user: "a b@%" }],
  [`/instances/${id}/users`, "User a b@% cannot be found on the instance.", { user: "a b@%" }],
  [`${user}/databases/my%20app`, "Database my app cannot be found on the instance.", { database: "my app" }],
  [`${user}/databases/my%20app`, "User a%20b%40%25 cannot be found on the instance.", { user: "a b@%", database: "x" }],
  [database, "Database my app cannot be found on the instance.", { database: "my app" }],
  [`/backups/${id}`, `Resource ${id} cannot be found.`, { backup: id }],
  [`/configurations/${id}`, `Configuration group with ID ${id} could not be found.`, { configuration: id }],
  [`/instances/${other}`, `Configuration group id: ${id} could not be found.`, { configuration: id }],
  ["/datastores/my%20sql", "Datastore 'my sql' cannot be found.", { datastore: "my sql" }],
];

test("an object is gone if Trove's 404 names its type and id", async () => {
  for (const [path, message, objects] of gone) {
    const error = notFound(path, message);
    assert.equal(isGone(error, objects), true, `${message} of ${path}`);
    assert.equal(await unlessGone(Promise.reject(error), objects), undefined);
  }
});

const there: readonly (readonly [path: string, message: string, objects: Parameters<typeof isGone>[1]])[] = [
  [`/instances/${id}`, `Configuration group with ID ${other} could not be found.`, { instance: id }],
  [`/instances/${id}`, `Configuration group with ID ${id} could not be found.`, { instance: id }],
  [`/instances/${id}`, `Resource ${other} cannot be found.`, { instance: id }],
  [`/instances/${id}`, `Resource ${id} cannot be found.`, { instance: other }],
  [`/instances/${id}`, `Resource ${id} cannot be found.`, {}],
  [`/instances/${id}`, "Datastore 'mysql' cannot be found.", { instance: id }],
  [`/instances/${id}`, "Not Found.", { instance: id }],
  ["/instances", `Resource ${id} cannot be found.`, { instance: id }],
  ["/instances/detail", `Configuration group with ID ${other} could not be found.`, { instance: "detail" }],
  [user, "User b@% cannot be found on the instance.", { user: "a b@%" }],
  [user, `Resource ${id} cannot be found.`, { user: "a b@%" }],
  [database, "Database my cannot be found on the instance.", { database: "my app" }],
  [`/backups/${id}`, `Resource ${other} cannot be found.`, { backup: id }],
];

test("throws a 404 about anything else", async () => {
  for (const [path, message, objects] of there) {
    const error = notFound(path, message);
    assert.equal(isGone(error, objects), false, `${message} of ${path}`);
    await assert.rejects(unlessGone(Promise.reject(error), objects), error);
  }
});
