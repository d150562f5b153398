import { randomUUID } from "node:crypto";
import type { Handler, HttpRequest, HttpResponse } from "../http/exchange.ts";
import { matchRoute, type Route } from "../http/router.ts";
import type { Token, Tokens } from "../keystone/tokens.ts";
import { ApiFault, erred, internalError } from "./api-fault.ts";
import type { Call } from "./call.ts";
import type { Cloud } from "./cloud.ts";
import type { Endpoint } from "./endpoint.ts";
import { parseJson } from "./json.ts";
import type { LeakyBucket } from "./rate-limiter.ts";
import { routesOf } from "./routes.ts";
import { validate } from "./schema/validate.ts";
import { webobError } from "./webob-error.ts";

const PREFIX = "/v1.0";

export interface TroveOptions {
  readonly cloud: Cloud;
  readonly tokens: Tokens;
  /** Keystone's URL, for the `WWW-Authenticate` header of a 401. */
  readonly authUrl: () => string;
}

interface Serving extends TroveOptions {
  readonly routes: readonly Route<Endpoint>[];
}

/** Trove v1.0. Checks in the order of its pipeline: token, project, rate limit, route, body, controller. */
export function createTrove(given: TroveOptions): Handler {
  const options: Serving = { ...given, routes: routesOf(given.cloud.behavior) };
  return async (request) => {
    const [path = "/"] = request.path.split("?");
    const versioned = path === PREFIX || path.startsWith(`${PREFIX}/`);
    if (!versioned) return unversioned(request, path);
    const answer = await answerVersioned(options, request, path.slice(PREFIX.length));
    const challenge = answer.status === 401 && { "www-authenticate": `Keystone uri="${options.authUrl()}"` };
    return { ...answer, headers: { "x-openstack-request-id": `req-${randomUUID()}`, ...challenge, ...answer.headers } };
  };
}

function unversioned(request: HttpRequest, path: string): HttpResponse {
  if (path !== "/") return noSuchRoute();
  if (request.method !== "GET") return internalError().toResponse();
  const links = [{ rel: "self", href: `http://${request.host}${PREFIX}/` }];
  const version = { id: "v1.0", status: "CURRENT", updated: "2012-08-01T00:00:00Z", links };
  return { status: 200, body: { versions: [version] } };
}

async function answerVersioned(options: Serving, request: HttpRequest, path: string): Promise<HttpResponse> {
  const token = options.tokens.find(request.headers["x-auth-token"]);
  if (!token) return unauthenticated();
  const project = token.project?.id;
  const [, tenant, ...rest] = path.split("/");
  if (project === undefined || tenant !== project || rest.length === 0) return otherTenant(request, token);
  if (!isDecodable(request)) return erred().toResponse();
  const late = options.cloud.limiter.check(project, request.method);
  if (late) return rateLimited(late.delay, late.bucket);
  const below = `/${rest.join("/")}`;
  const found = matchRoute(options.routes, request.method, below);
  if (!found) return noSuchRoute();
  const { target, parameters } = found;
  const call = {
    ...callOf(options.cloud, request, token, project),
    parameter: (name: string) => parameters[name] ?? "",
  };
  return run(target, request, call);
}

async function run(endpoint: Endpoint, request: HttpRequest, call: Omit<Call, "body">): Promise<HttpResponse> {
  const { content } = readBody(request);
  if (content instanceof ApiFault) return content.toResponse();
  if (content instanceof Error) return content instanceof MediaTypeError ? badMediaType(request) : malformed(request);
  try {
    const body = content;
    const { takesBody } = endpoint;
    if (takesBody === "always" ? body === undefined : takesBody === "never" && body !== undefined)
      throw internalError();
    const schema = endpoint.schema?.(body);
    if (schema) validate(schema, body, call.cloud.behavior);
    return { status: endpoint.status, body: await endpoint.handle({ ...call, body }) };
  } catch (error) {
    if (error instanceof ApiFault) return error.toResponse();
    // A bug of the simulator: answers 500 as Trove does, and logs it where the test output shows it.
    console.error(error);
    return internalError().toResponse();
  }
}

function callOf(cloud: Cloud, request: HttpRequest, token: Token, project: string): Omit<Call, "body" | "parameter"> {
  const [path = "", query = ""] = request.path.split("?");
  return { cloud, project, isAdmin: isAdmin(token), host: request.host, path, query: new URLSearchParams(query) };
}

class MediaTypeError extends Error {}

/** A body without a content type counts as text. */
function readBody(request: HttpRequest): { readonly content: unknown } {
  if (request.body === undefined) return { content: undefined };
  const type = typeOf(request).split(";")[0]?.trim();
  // A type that Trove accepts and cannot read.
  if (type === "application/xml") return { content: erred() };
  if (type !== "application/json") return { content: new MediaTypeError() };
  try {
    return { content: parseJson(request.body) };
  } catch (error) {
    return { content: error };
  }
}

function typeOf(request: HttpRequest): string {
  return request.headers["content-type"] ?? "text/plain";
}

/** Whether the query is UTF-8: Trove reads it before the controller runs (`trove/common/wsgi.py`, `ContextMiddleware`). */
function isDecodable({ path }: HttpRequest): boolean {
  try {
    decodeURIComponent((path.split("?")[1] ?? "").replace(/%(?![0-9a-f]{2})/gi, "%25"));
    return true;
  } catch {
    return false;
  }
}

function isAdmin(token: Token): boolean {
  return token.user.roles.includes("admin");
}

function noSuchRoute(): HttpResponse {
  return new ApiFault(404, "The resource could not be found.").toResponse();
}

/** The third error format, keystonemiddleware's. */
function unauthenticated(): HttpResponse {
  const message = "The request you have made requires authentication.";
  return { status: 401, body: { error: { code: 401, title: "Unauthorized", message } } };
}

function otherTenant(request: HttpRequest, { project }: Token): HttpResponse {
  const denied = "Access was denied to this resource.";
  const message = `${denied}<br /><br />\nUser with tenant id ${project?.id ?? "None"} cannot access this resource.\n\n`;
  return webobError(request, { status: 403, title: "Forbidden", message, fault: ["forbidden", denied] });
}

function malformed(request: HttpRequest): HttpResponse {
  const message = "Malformed request body<br /><br />\n\n\n";
  const advice = "The server could not comply with the request since it is either malformed or otherwise incorrect.";
  return webobError(request, { status: 400, title: "Bad Request", message, fault: ["badRequest", advice] });
}

function badMediaType(request: HttpRequest): HttpResponse {
  const refused = `The request media type ${typeOf(request)} is not supported by this server.`;
  const message = `${refused}\n<br /><br />\n`;
  return webobError(request, {
    status: 415,
    title: "Unsupported Media Type",
    message,
    fault: refused,
  });
}

function rateLimited(delay: number, { value, verb, uri }: LeakyBucket): HttpResponse {
  const retryAfter = String(Math.ceil(delay));
  const message = "This request was rate-limited.";
  const details = `Only ${value} ${verb} request(s) can be made to ${uri} every minute.`;
  const body = { overLimit: { code: 413, message, details, retryAfter } };
  return { status: 413, headers: { "retry-after": retryAfter }, body };
}
