import { type ChildProcess, spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { Readable, Writable } from "node:stream";

/** The reason for which no browser can be started; `undefined` if it can. */
export const browserMissing: string | undefined =
  spawnSync("chromium", ["--version"], { stdio: "ignore" }).error && "chromium is not on PATH (Debian: chromium)";

/** A headless Chromium of its own. */
export interface Browser extends AsyncDisposable {
  openPage(url: string): Promise<Page>;
}

/** A page, with storage and cache of its own. */
export interface Page extends AsyncDisposable {
  /** Runs an expression in the page; a promise is awaited. Throws what it throws. */
  evaluate(expression: string): Promise<unknown>;
  /** Violations of the content security policy, uncaught errors and failed requests, as texts. */
  readonly problems: readonly string[];
  /** The URLs that the page has requested. */
  readonly requested: readonly string[];
  /** Sends a command of the DevTools protocol to the page. */
  send(method: string, parameters?: Readonly<Record<string, unknown>>): Promise<Record<string, unknown>>;
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly sessionId?: string;
  readonly params?: Record<string, unknown>;
  readonly result?: Record<string, unknown>;
  readonly error?: { readonly message: string };
}

/**
 * Starts Chromium and drives it through two pipes: it opens no port, and ends when they close
 * (https://chromedevtools.github.io/devtools-protocol/, `--remote-debugging-pipe`).
 */
export async function openBrowser(): Promise<Browser> {
  const profile = await mkdtemp(join(tmpdir(), "chromium-"));
  const flags = ["--headless=new", "--remote-debugging-pipe", "--disable-gpu", "--disable-dev-shm-usage"];
  // Chromium's sandbox refuses to run as root. The page is our own.
  const child = spawn("chromium", [...flags, "--no-sandbox", `--user-data-dir=${profile}`, "--no-first-run"], {
    stdio: ["ignore", "ignore", "ignore", "pipe", "pipe"],
    detached: true,
  });
  const exited = once(child, "exit");
  const close = async (): Promise<void> => {
    endGroup(child);
    await exited;
    await rm(profile, { recursive: true, force: true, maxRetries: 10 });
  };
  const connection = new Connection(child);
  return { openPage: (url) => openPage(connection, url), [Symbol.asyncDispose]: close };
}

/** Chromium's children are in its process group. */
function endGroup({ pid }: ChildProcess): void {
  if (pid === undefined) return;
  try {
    process.kill(-pid, "SIGKILL");
  } catch {
    // It has ended already.
  }
}

/** Resolves when the page and its scripts are loaded. */
async function openPage(connection: Connection, url: string): Promise<Page> {
  const { browserContextId } = await connection.send("Target.createBrowserContext");
  const { targetId } = await connection.send("Target.createTarget", { url: "about:blank", browserContextId });
  const attached = await connection.send("Target.attachToTarget", { targetId, flatten: true });
  const session = String(attached.sessionId);
  const send: Page["send"] = (method, parameters) => connection.send(method, parameters, session);
  const on = (method: string, listener: Listener): void => connection.on(session, method, listener);
  const [problems, requested]: [string[], string[]] = [[], []];
  on("Network.requestWillBeSent", ({ request }) => requested.push((request as { url: string }).url));
  on("Network.loadingFailed", ({ errorText }) => problems.push(String(errorText)));
  on("Runtime.exceptionThrown", ({ exceptionDetails }) => problems.push(JSON.stringify(exceptionDetails)));
  on("Log.entryAdded", ({ entry }) => problems.push(JSON.stringify(entry)));
  for (const domain of ["Page", "Runtime", "Network", "Log"]) await send(`${domain}.enable`);
  const loaded = new Promise<void>((resolve) => on("Page.loadEventFired", () => resolve()));
  await send("Page.navigate", { url });
  await loaded;
  return {
    problems,
    requested,
    send,
    async evaluate(expression) {
      const parameters = { expression, awaitPromise: true, returnByValue: true };
      const { result, exceptionDetails } = await send("Runtime.evaluate", parameters);
      if (exceptionDetails) throw new Error(`${expression}: ${JSON.stringify(exceptionDetails)}`);
      return (result as { value?: unknown }).value;
    },
    async [Symbol.asyncDispose]() {
      await connection.send("Target.disposeBrowserContext", { browserContextId });
    },
  };
}

type Listener = (parameters: Record<string, unknown>) => void;

/** JSON messages, each with a zero byte at its end, on file descriptors 3 (commands) and 4 (answers and events). */
class Connection {
  readonly #output: Writable;
  readonly #waiting = new Map<number, PromiseWithResolvers<Record<string, unknown>>>();
  readonly #listeners: [session: string, method: string, listener: Listener][] = [];
  #last = 0;
  #rest = "";

  constructor({ stdio }: ChildProcess) {
    this.#output = stdio[3] as Writable;
    const input = stdio[4] as Readable;
    input.setEncoding("utf8").on("data", (text: string) => this.#receive(text));
    input.on("close", () => {
      for (const { reject } of this.#waiting.values()) reject(new Error("the browser has ended"));
    });
    this.#output.on("error", () => {});
  }

  send(method: string, params: Readonly<Record<string, unknown>> = {}, sessionId?: string) {
    const id = ++this.#last;
    const answer = Promise.withResolvers<Record<string, unknown>>();
    this.#waiting.set(id, answer);
    this.#output.write(`${JSON.stringify({ id, method, params, ...(sessionId && { sessionId }) })}\0`);
    return answer.promise;
  }

  /** Calls the listener at each event of the session. */
  on(session: string, method: string, listener: Listener): void {
    this.#listeners.push([session, method, listener]);
  }

  #receive(text: string): void {
    const messages = `${this.#rest}${text}`.split("\0");
    this.#rest = messages.pop() ?? "";
    for (const message of messages) this.#handle(JSON.parse(message));
  }

  #handle({ id, method, sessionId, params = {}, result = {}, error }: Message): void {
    if (id === undefined) {
      const called = this.#listeners.filter(([session, wanted]) => session === sessionId && wanted === method);
      for (const [, , listener] of called) listener(params);
      return;
    }
    const answer = this.#waiting.get(id);
    this.#waiting.delete(id);
    if (error) answer?.reject(new Error(error.message));
    else answer?.resolve(result);
  }
}
