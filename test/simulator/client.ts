import { setTimeout as sleep } from "node:timers/promises";
import { type Simulator, type SimulatorOptions, startSimulator } from "../../simulator/index.ts";

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: a test reads the body by path and compares what it finds.
  readonly body: any;
}

/** A simulator for one test, with a login to the project demo. */
export interface Client extends AsyncDisposable {
  readonly simulator: Simulator;
  readonly token: string;
  /** Sends a request to a path relative to the project. */
  send(method: string, path: string, body?: unknown): Promise<Answer>;
  /** `POST /instances` with the smallest body; returns the id. */
  create(body?: Readonly<Record<string, unknown>>): Promise<string>;
}

/** Starts a simulator, by default with an immediate boot and no rate limit. */
export async function startClient(options: SimulatorOptions = {}): Promise<Client> {
  const simulator = await startSimulator({ boot: 0, delete: 0, backup: 0, guestLag: 0, rate: 100_000, ...options });
  const { token } = await login(simulator, passwordClaim(), { project: { id: simulator.projects.demo } });
  if (token === undefined) throw new Error("login failed");
  const endpoint = `${simulator.troveUrl}/v1.0/${simulator.projects.demo}`;
  const send: Client["send"] = (method, path, body) => request(method, `${endpoint}${path}`, body, token);
  return {
    simulator,
    token,
    send,
    async create(body = {}) {
      const instance = { name: "one", flavorRef: "1", volume: { size: 1 }, ...body };
      const answer = await send("POST", "/instances", { instance });
      if (answer.status !== 200) throw new Error(`create: ${answer.status} ${JSON.stringify(answer.body)}`);
      return answer.body.instance.id as string;
    },
    [Symbol.asyncDispose]: () => simulator.stop(),
  };
}

export function passwordClaim(password = "demo-password"): Readonly<Record<string, unknown>> {
  return { methods: ["password"], password: { user: { name: "demo", domain: { id: "default" }, password } } };
}

export async function login(
  { authUrl }: Simulator,
  identity: unknown,
  scope?: unknown,
): Promise<Answer & { readonly token: string | undefined }> {
  const answer = await request("POST", `${authUrl}/auth/tokens`, { auth: { identity, ...(scope ? { scope } : {}) } });
  return { ...answer, token: answer.headers.get("x-subject-token") ?? undefined };
}

export async function request(method: string, url: string, body?: unknown, token?: string): Promise<Answer> {
  const headers = new Headers({ accept: "application/json" });
  if (token !== undefined) headers.set("x-auth-token", token);
  if (body !== undefined) headers.set("content-type", "application/json");
  const answer = await fetch(url, { method, headers, body: body === undefined ? null : JSON.stringify(body) });
  const text = await answer.text();
  return { status: answer.status, headers: answer.headers, body: text === "" ? undefined : JSON.parse(text) };
}

/** Waits until the condition holds. */
export async function until(what: string, isSo: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = Date.now() + 20_000;
  while (!(await isSo())) {
    if (Date.now() > deadline) throw new Error(`timed out waiting until ${what}`);
    await sleep(10);
  }
}
