import assert from "node:assert/strict";
import { test } from "node:test";
import { inspect } from "node:util";
import { ConnectionError } from "../../../../../provider/http/errors/connection-error.ts";
import { HttpStatusError } from "../../../../../provider/http/errors/http-status-error.ts";
import { ApiError } from "../../../../../provider/trove/errors/api-error.ts";
import { isNotFound } from "../../../../../provider/trove/errors/is-not-found.ts";
import { NotFoundError } from "../../../../../provider/trove/errors/not-found-error.ts";
import { toTroveError } from "../../../../../provider/trove/errors/response/to-trove-error.ts";
import {
  BadRequestError,
  BusyError,
  ConflictError,
  ForbiddenError,
  GuestUnreachableError,
  NotImplementedError,
  QuotaError,
  RateLimitError,
  ServerError,
  UnsupportedDatastoreError,
} from "../../../../../provider/trove/errors/status-errors.ts";

const id = "11111111-2222-3333-4444-555555555555";

interface Answer {
  readonly headers?: Record<string, string>;
  readonly path?: string;
  readonly secrets?: string[];
}

function answered(status: number, body: unknown, { headers = {}, path = "/instances", secrets }: Answer = {}) {
  const request = { method: "POST", url: `http://127.0.0.1:8779/v1.0/p${path}` } as const;
  const response = { status, headers, body, requestId: "req-1", serverDate: undefined };
  const error = toTroveError(new HttpStatusError(request, response, 0), 'Creating instance "db"', secrets);
  assert.ok(error instanceof ApiError);
  return error;
}

function trove(status: number, name: string, message: string, answer?: Answer) {
  return answered(status, { [name]: { code: status, message } }, answer);
}

test("a quota error has the operation, Trove's message, the request and the advice", () => {
  const error = trove(413, "overLimit", "Quota exceeded for resources: ['instances'].");
  assert.ok(error instanceof QuotaError);
  assert.equal(error.code, "TROVE_QUOTA");
  assert.equal(error.name, "QuotaError");
  assert.equal(
    error.message,
    `Creating instance "db" failed: Trove answered 413 overLimit: Quota exceeded for resources: ['instances'] (request req-1). Delete unused resources, request less, or ask the cloud's operator for a larger quota.`,
  );
});

test("an error carries status, fault, request and cause", () => {
  const error = trove(409, "conflict", "Unable to create instance because backup b is not completed.");
  assert.ok(error instanceof ConflictError);
  const { code, status, faultName, serverMessage, method, path, requestId, trovesOwn } = error;
  assert.deepEqual(
    { code, status, faultName, serverMessage, method, path, requestId, trovesOwn },
    {
      code: "TROVE_CONFLICT",
      status: 409,
      faultName: "conflict",
      serverMessage: "Unable to create instance because backup b is not completed.",
      method: "POST",
      path: "/v1.0/p/instances",
      requestId: "req-1",
      trovesOwn: true,
    },
  );
  assert.ok(error.cause instanceof HttpStatusError);
});

test("413 with Retry-After in header or body is the rate limit", () => {
  const body = { overLimit: { code: 413, message: "This request was rate-limited.", details: "…", retryAfter: "20" } };
  const byHeader = answered(413, body, { headers: { "retry-after": "21" } });
  assert.ok(byHeader instanceof RateLimitError);
  assert.equal(byHeader.retryAfterMs, 21_000);
  const byBody = answered(413, body);
  assert.ok(byBody instanceof RateLimitError);
  assert.equal(byBody.retryAfterMs, 20_000);
});

test("a proxy's 413 is no quota error", () => {
  const error = answered(413, "<html><head><title>413 Request Entity Too Large</title></head></html>");
  assert.equal(error.code, "TROVE_API");
});

for (const [message, instanceId, instanceStatus] of [
  [`Instance ${id} is not currently available for an action to be performed (instance status was BUILD).`, id, "BUILD"],
  [
    `Instance ${id} is not currently available for an action to be performed (task status was UPDATING).`,
    id,
    "UPDATING",
  ],
  [`Instance ${id} is not ready. (Status is BUILD).`, id, "BUILD"],
  [`Instance ${id} is not ready, status: new.`, id, "new"],
  [`Instance ${id} is not ready.`, id, undefined],
] as const) {
  test(`422 "${message.replace(id, "…")}" is busy`, () => {
    const error = trove(422, "unprocessableEntity", message);
    assert.ok(error instanceof BusyError);
    assert.equal(error.instanceId, instanceId);
    assert.equal(error.instanceStatus, instanceStatus);
  });
}

test("400 about the status of the instance is busy", () => {
  const message =
    "The operation you have requested cannot be executed because the instance status is currently: RESIZING.";
  const error = trove(400, "badRequest", message);
  assert.ok(error instanceof BusyError);
  assert.equal(error.instanceStatus, "RESIZING");
  assert.equal(error.instanceId, undefined);
});

test("a required restart is not busy, since waiting does not end it", () => {
  const message =
    "The operation you have requested cannot be executed because the instance status is currently: RESTART_REQUIRED.";
  assert.ok(trove(400, "badRequest", message) instanceof BadRequestError);
});

test("422 for an operation that the datastore lacks is not busy", () => {
  const error = trove(422, "unprocessableEntity", "Operation not supported for datastore redis.");
  assert.ok(error instanceof BadRequestError);
  assert.equal(error.status, 422);
});

test("422 for an operation that the datastore lacks has its own code and advice", () => {
  for (const datastore of ["postgresql", "redis"]) {
    const error = trove(422, "unprocessableEntity", `Operation not supported for datastore ${datastore}.`);
    assert.ok(error instanceof UnsupportedDatastoreError);
    assert.equal(error.code, "TROVE_UNSUPPORTED_DATASTORE");
    assert.match(error.message, /does not support this operation for the datastore\. Use SQL/);
  }
});

test("only Trove's own 422 with this text is about the datastore", () => {
  const words = "Operation not supported for datastore postgresql.";
  for (const error of [
    trove(400, "badRequest", words),
    trove(422, "unprocessableEntity", "Value provided for Operation not supported for datastore is not valid."),
    answered(422, { message: words }),
  ]) {
    assert.ok(error instanceof BadRequestError);
    assert.equal(error.code, "TROVE_BAD_REQUEST");
  }
});

for (const message of [
  "An error occurred communicating with the guest: timed out.",
  "Timeout trying to connect to the Guest Agent.",
]) {
  test(`400 "${message}" is an unreachable guest`, () => {
    assert.ok(trove(400, "badRequest", message) instanceof GuestUnreachableError);
  });
}

test("a grant on a missing database is no unreachable guest agent", () => {
  const message = "An error occurred communicating with the guest: Database %(uuid)s cannot be found on the instance.";
  assert.equal(trove(400, "badRequest", message).code, "TROVE_BAD_REQUEST");
});

test("Trove's own 401 is forbidden, Keystone's is about the token", () => {
  assert.ok(trove(401, "unauthorized", "User does not have admin privileges.") instanceof ForbiddenError);
  const error = answered(401, {
    error: { code: 401, title: "Unauthorized", message: "The request you have made requires authentication." },
  });
  assert.equal(error.code, "TROVE_API");
  assert.match(error.message, /requires authentication.*Check the credentials/);
});

test("webob's 403 is forbidden, without its markup", () => {
  const error = answered(403, {
    message: "Access was denied to this resource.<br /><br />\nUser with tenant id p cannot access this resource.\n\n",
    code: "403 Forbidden",
    title: "Forbidden",
  });
  assert.ok(error instanceof ForbiddenError);
  assert.equal(
    error.serverMessage,
    "Access was denied to this resource. User with tenant id p cannot access this resource.",
  );
});

test("a 404 names the missing instance, user or database", () => {
  const missing = (message: string, path: string) => {
    const error = trove(404, "itemNotFound", message, { path });
    assert.ok(error instanceof NotFoundError);
    return error.resource;
  };
  const users = `/instances/${id}/users/a%2540%2525`;
  assert.equal(missing(`Resource ${id} cannot be found.`, `/instances/${id}`), "instance");
  assert.equal(missing(`Resource ${id} cannot be found.`, users), "instance");
  assert.equal(missing("InstanceServiceStatus Not Found", `/instances/${id}`), "instance");
  assert.equal(missing("User a@% cannot be found on the instance.", users), "user");
  assert.equal(missing("Database app cannot be found on the instance.", `${users}/databases/app`), "database");
  assert.equal(missing("Datastore 'x' cannot be found.", "/instances"), "datastore");
  const group = "Configuration group id: 9 could not be found.";
  assert.equal(missing(group, `/instances/${id}`), "configuration");
  assert.equal(missing("Resource 9 cannot be found.", "/instances"), undefined);
});

test("only Trove's own 404 proves that an object is gone", () => {
  const gone = trove(404, "itemNotFound", `Resource ${id} cannot be found.`, { path: `/instances/${id}` });
  assert.equal(isNotFound(gone), true);
  assert.equal(isNotFound(gone, "instance"), true);
  assert.equal(isNotFound(gone, "user"), false);
  assert.equal(isNotFound(trove(404, "itemNotFound", "The resource could not be found.")), false);
  assert.equal(isNotFound(answered(404, "<html><title>404 Not Found</title></html>")), false);
  assert.equal(isNotFound(answered(404, undefined)), false);
  assert.equal(isNotFound(new Error("404")), false);
});

test("501 is not a server error", () => {
  assert.ok(trove(501, "notImplemented", "Volume support is not enabled.") instanceof NotImplementedError);
});

test("distinguishes Trove's 500 from a proxy's", () => {
  const own = trove(500, "instanceFault", "Internal Server Error.");
  assert.ok(own instanceof ServerError);
  assert.equal(own.trovesOwn, true);
  const proxy = answered(502, "<html>\n<head><title>502 Bad Gateway</title></head><body>secret page</body></html>");
  assert.ok(proxy instanceof ServerError);
  assert.equal(proxy.trovesOwn, false);
  assert.match(proxy.message, /the endpoint of Trove answered 502: 502 Bad Gateway \(request req-1\)/);
  assert.doesNotMatch(inspect(proxy), /<html>|secret page/);
});

test("an error without a body has status and request", () => {
  const error = answered(503, undefined);
  assert.match(error.message, /^Creating instance "db" failed: the endpoint of Trove answered 503 \(request req-1\)\./);
});

test("a password that Trove quotes is nowhere in the error", () => {
  const secrets = ["sec;ret", "!!"];
  const invalid = trove(400, "badRequest", "'sec;ret' is not a valid password.", { secrets });
  assert.equal(invalid.serverMessage, "'***' is not a valid password.");
  assert.doesNotMatch(inspect(invalid, { showHidden: true, depth: 9 }), /sec;ret/);
  const schema = "Validation error: instance['users'][0]['password'] '!!' does not match '^.*[0-9a-zA-Z]+.*$'";
  const short = trove(400, "badRequest", schema, { secrets });
  assert.equal(short.serverMessage, schema.replace("'!!'", "***"));
});

test("shortens a message of any length", () => {
  const error = trove(400, "badRequest", "x".repeat(5000));
  assert.ok(error.message.length < 1200);
});

test("returns any other error unchanged", () => {
  const request = { method: "GET", url: "http://127.0.0.1:1/" } as const;
  const failure = new ConnectionError(request, { reason: "ECONNREFUSED", sent: "no" });
  assert.equal(toTroveError(failure, "Listing instances"), failure);
});

test("an unrecognized response says what to do too", () => {
  const error = trove(405, "badMethod", "The method POST is not allowed for this resource.");
  assert.equal(error.code, "TROVE_API");
  assert.match(error.message, /405 badMethod: .* \(request req-1\)\. .* ask the cloud's operator about the request\.$/);
});
