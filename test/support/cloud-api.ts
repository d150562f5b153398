import { setTimeout as sleep } from "node:timers/promises";
import type { Cloud } from "./clouds.ts";

/** A response as received. */
export interface Answer<Body = unknown> {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The parsed JSON; `undefined` if the body is empty or not JSON. */
  readonly body: Body;
  /** The key and message of an error, in any of Trove's formats: `{ key: "badRequest", message: "…" }`. */
  readonly fault: { readonly key: string; readonly message: string } | undefined;
}

export interface RawRequest {
  readonly body?: unknown;
  /** Sent unchanged, instead of `body`. */
  readonly text?: string;
  /** Override the token, `Accept` and `Content-Type`; an empty value omits the header. */
  readonly headers?: Readonly<Record<string, string>>;
}

/** Sends plain requests to a project's Trove, without retries, and returns errors as responses. */
export class CloudApi {
  readonly root: string;
  readonly projectId: string;
  readonly token: string;

  constructor(root: string, projectId: string, token: string) {
    this.root = root;
    this.projectId = projectId;
    this.token = token;
  }

  get<Body>(path: string): Promise<Answer<Body>> {
    return this.request("GET", path);
  }

  post<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.request("POST", path, { body });
  }

  put<Body>(path: string, body: unknown): Promise<Answer<Body>> {
    return this.request("PUT", path, { body });
  }

  delete<Body>(path: string): Promise<Answer<Body>> {
    return this.request("DELETE", path);
  }

  /** @param path relative to the project; with two leading slashes, to the host. */
  async request<Body>(method: string, path: string, request: RawRequest = {}): Promise<Answer<Body>> {
    const url = path.startsWith("//") ? this.root + path.slice(1) : `${this.root}/v1.0/${this.projectId}${path}`;
    const text = request.text ?? (request.body === undefined ? undefined : JSON.stringify(request.body));
    const headers = {
      accept: "application/json",
      "x-auth-token": this.token,
      ...(text === undefined ? {} : { "content-type": "application/json" }),
      ...request.headers,
    };
    const sent = Object.fromEntries(Object.entries(headers).filter(([, value]) => value !== ""));
    const response = await fetch(url, {
      method,
      headers: sent,
      redirect: "manual",
      ...(text === undefined ? {} : { body: text }),
    });
    return toAnswer(response.status, response.headers, await response.text());
  }
}

/** Logs in by password; `project` is `demo` or `other`. */
export async function openApi(
  cloud: Pick<Cloud, "authUrl" | "troveUrl">,
  project = "demo",
  user = "demo",
  password = "demo-password",
): Promise<CloudApi> {
  const domain = { id: "default" };
  const identity = { methods: ["password"], password: { user: { name: user, password, domain } } };
  const answer = await authenticate(cloud, { identity, scope: { project: { name: project, domain } } });
  if (answer.status !== 201) throw new Error(`Keystone answered ${answer.status}: ${answer.text}`);
  const token = answer.headers.get("x-subject-token") ?? "";
  return new CloudApi(cloud.troveUrl, (answer.body as { token: { project: { id: string } } }).token.project.id, token);
}

/** `POST /auth/tokens` with `{ auth }`. */
export async function authenticate(cloud: Pick<Cloud, "authUrl">, auth: unknown): Promise<Answer> {
  const response = await fetch(`${cloud.authUrl}/auth/tokens`, {
    method: "POST",
    headers: { "content-type": "application/json", accept: "application/json" },
    body: JSON.stringify({ auth }),
  });
  return toAnswer(response.status, response.headers, await response.text());
}

/** Calls `ask` until `done` accepts the value, and returns it. Fails after 30 s. */
export async function until<T>(what: string, ask: () => Promise<T>, done: (value: T) => boolean): Promise<T> {
  const deadline = Date.now() + 30_000;
  for (;;) {
    const value = await ask();
    if (done(value)) return value;
    if (Date.now() > deadline)
      throw new Error(`Timed out waiting for ${what}; the last value was ${JSON.stringify(value)}`);
    await sleep(40);
  }
}

function toAnswer<Body>(status: number, headers: Headers, text: string): Answer<Body> {
  const body = parse(text);
  return { status, headers, text, body: body as Body, fault: status < 400 ? undefined : toFault(body) };
}

function parse(text: string): unknown {
  try {
    return text === "" ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

function toFault(body: unknown): Answer["fault"] {
  const [entry] = Object.entries((body ?? {}) as Record<string, { message?: string }>);
  return entry === undefined ? undefined : { key: entry[0], message: entry[1]?.message ?? String(entry[1]) };
}
