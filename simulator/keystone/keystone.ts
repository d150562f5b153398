import { randomUUID } from "node:crypto";
import type { Handler, HttpRequest, HttpResponse } from "../http/exchange.ts";
import { matchRoute, type Route } from "../http/router.ts";
import { authenticate } from "./authenticate.ts";
import { parseAuthenticationRequest } from "./authentication-request.ts";
import type { Catalog } from "./catalog.ts";
import { DOMAIN, type Identity } from "./identity.ts";
import { KeystoneError, malformed, unauthorized } from "./keystone-error.ts";
import type { Token, Tokens } from "./tokens.ts";

export interface KeystoneOptions {
  readonly identity: Identity;
  readonly tokens: Tokens;
  /** A function, because the port is known only when the server listens. */
  readonly authUrl: () => string;
  readonly catalog: () => Catalog;
}

/** The part of Keystone v3 that a client of one service uses: versions, tokens, the service catalog. */
export function createKeystone(options: KeystoneOptions): Handler {
  const keystone = new Keystone(options);
  return (request) => keystone.handle(request);
}

type Action = (request: HttpRequest) => HttpResponse;

class Keystone {
  readonly #options: KeystoneOptions;
  readonly #routes: readonly Route<Action>[];

  constructor(options: KeystoneOptions) {
    this.#options = options;
    this.#routes = [
      { method: "GET", path: "/", target: () => this.#versions() },
      { method: "GET", path: "/v3", target: () => this.#version() },
      { method: "GET", path: "/v3/", target: () => this.#version() },
      { method: "POST", path: "/v3/auth/tokens", target: (request) => this.#issue(request) },
      { method: "GET", path: "/v3/auth/tokens", target: (request) => this.#show(request) },
      { method: "HEAD", path: "/v3/auth/tokens", target: (request) => this.#show(request) },
      { method: "DELETE", path: "/v3/auth/tokens", target: (request) => this.#revoke(request) },
      { method: "GET", path: "/v3/auth/catalog", target: (request) => this.#catalog(request) },
    ];
  }

  handle(request: HttpRequest): HttpResponse {
    const answer = this.#answer(request);
    const headers = { vary: "X-Auth-Token", "x-openstack-request-id": `req-${randomUUID()}`, ...answer.headers };
    return { ...answer, headers };
  }

  #answer(request: HttpRequest): HttpResponse {
    const found = matchRoute(this.#routes, request.method, request.path.split("?")[0] ?? "/");
    if (!found) {
      const page = "<!doctype html>\n<html lang=en>\n<title>404 Not Found</title>\n<h1>Not Found</h1>\n";
      return { status: 404, headers: { "content-type": "text/html; charset=utf-8" }, body: page };
    }
    try {
      return found.target(request);
    } catch (error) {
      if (error instanceof KeystoneError) return error.toResponse(this.#options.authUrl());
      throw error;
    }
  }

  #version(): HttpResponse {
    return { status: 200, body: { version: this.#versionBody() } };
  }

  #versions(): HttpResponse {
    return { status: 300, body: { versions: { values: [this.#versionBody()] } } };
  }

  #versionBody(): unknown {
    return {
      id: "v3.14",
      status: "stable",
      updated: "2020-04-07T00:00:00Z",
      links: [{ rel: "self", href: `${this.#options.authUrl()}/` }],
      "media-types": [{ base: "application/json", type: "application/vnd.openstack.identity-v3+json" }],
    };
  }

  #issue(request: HttpRequest): HttpResponse {
    const { identity, tokens } = this.#options;
    const token = tokens.issue(authenticate(identity, tokens, parseAuthenticationRequest(parse(request))));
    return { status: 201, headers: { "x-subject-token": token.id }, body: { token: this.#tokenBody(request, token) } };
  }

  #show(request: HttpRequest): HttpResponse {
    this.#caller(request);
    const token = this.#subject(request, "validate_token");
    return { status: 200, headers: { "x-subject-token": token.id }, body: { token: this.#tokenBody(request, token) } };
  }

  #revoke(request: HttpRequest): HttpResponse {
    this.#caller(request);
    this.#options.tokens.revoke(this.#subject(request, "revoke_token").id);
    return { status: 204 };
  }

  #catalog(request: HttpRequest): HttpResponse {
    const { project } = this.#caller(request);
    const catalog = project ? this.#options.catalog().for(project) : [];
    return { status: 200, body: { catalog, links: { self: `${this.#options.authUrl()}/auth/catalog` } } };
  }

  #caller(request: HttpRequest): Token {
    const token = this.#options.tokens.find(request.headers["x-auth-token"]);
    if (!token) throw unauthorized();
    return token;
  }

  #subject(request: HttpRequest, action: string): Token {
    const id = request.headers["x-subject-token"];
    if (id === undefined) {
      throw new KeystoneError(403, `You are not authorized to perform the requested action: identity:${action}.`);
    }
    const token = this.#options.tokens.find(id);
    if (!token) throw new KeystoneError(404, "Could not recognize Fernet token");
    return token;
  }

  /** Without the catalog if the query has `nocatalog`, whatever its value. */
  #tokenBody({ path }: HttpRequest, token: Token): unknown {
    const hasCatalog = !new URLSearchParams(path.split("?")[1]).has("nocatalog");
    const { credential } = token;
    const { id, name, roles } = token.user;
    const roleIds = this.#options.identity.roleIds;
    return {
      methods: token.methods,
      user: { domain: DOMAIN, id, name, password_expires_at: null },
      audit_ids: token.auditIds,
      expires_at: isoTime(token.expiresAt),
      issued_at: isoTime(token.issuedAt),
      ...(token.project && {
        project: { domain: DOMAIN, ...token.project },
        is_domain: false,
        roles: roles.map((role) => ({ id: roleIds[role], name: role })),
        ...(hasCatalog && { catalog: this.#options.catalog().for(token.project) }),
      }),
      ...(credential && {
        application_credential: { id: credential.id, name: credential.name, restricted: true },
      }),
    };
  }
}

/** `keystone/server/flask/request_processing/json_body.py`: a body without a type is read as JSON. */
function parse({ body, headers }: HttpRequest): unknown {
  const type = headers["content-type"]?.split(";")[0]?.trim().toLowerCase() || "application/json";
  if (body !== undefined && !/^application\/(.+\+)?json$/.test(type)) {
    throw malformed("Expecting to find application/json in Content-Type header.");
  }
  try {
    return JSON.parse(body ?? "{}");
  } catch {
    throw malformed("Expecting to find valid JSON in request body.");
  }
}

/** Keystone writes times with microseconds. */
function isoTime(milliseconds: number): string {
  return new Date(milliseconds).toISOString().replace("Z", "000Z");
}
