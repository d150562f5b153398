import { connect, createServer, type Server, type Socket } from "node:net";
import { AccessRule } from "./access-rule.ts";
import { listen } from "./listen.ts";

export interface ForwarderOptions {
  /** Where programs connect. */
  readonly address: string;
  readonly port: number;
  /** Where the server listens, on the same address. */
  readonly serverPort: number;
}

/** The server's system refuses the client's address as the source of a connection. */
const UNUSABLE_SOURCE: readonly (string | undefined)[] = ["EADDRNOTAVAIL", "EADDRINUSE", "EINVAL", "EACCES"];

/**
 * Passes connections on to a server, from the client's own address, for those clients that the access rule lets in.
 *
 * While nobody may connect it does not listen, so clients report that the connection was refused. A rule for ranges can
 * be applied only once a connection is accepted: it is reset before any data, which clients report as such. If it were
 * closed, libpq would report that the server terminated abnormally.
 */
export class Forwarder {
  readonly #options: ForwarderOptions;
  readonly #clients = new Set<Socket>();
  #rule = new AccessRule(undefined);
  #isOpen = false;
  #listener: Server | undefined;
  /** The calls to `#update` so far, one after another. */
  #updates: Promise<void> = Promise.resolve();

  constructor(options: ForwarderOptions) {
    this.#options = options;
  }

  get rule(): AccessRule {
    return this.#rule;
  }

  /**
   * Starts to listen, unless nobody may connect. Called when the server accepts connections.
   *
   * @throws {Error} with the system's `code` if it cannot listen.
   */
  resume(): Promise<void> {
    this.#isOpen = true;
    return this.#scheduleUpdate();
  }

  /** Stops listening. Connections stay until the server ends them. Called before the server stops. */
  pause(): Promise<void> {
    this.#isOpen = false;
    return this.#scheduleUpdate();
  }

  /**
   * Changes whom to let in, and ends the connections of all others. New connections are judged by it immediately.
   *
   * @param cidrs `undefined` for everybody.
   * @throws {Error} with the system's `code` if it cannot listen.
   */
  allow(cidrs: readonly string[] | undefined): Promise<void> {
    this.#rule = new AccessRule(cidrs);
    for (const client of this.#clients) if (!this.#admits(client)) client.resetAndDestroy();
    return this.#scheduleUpdate();
  }

  /** Stops listening and ends all connections. */
  async close(): Promise<void> {
    const paused = this.pause();
    for (const client of this.#clients) client.destroy();
    await paused;
    for (const client of this.#clients) client.destroy();
  }

  #scheduleUpdate(): Promise<void> {
    const update = this.#updates.then(() => this.#update());
    this.#updates = update.catch(() => {});
    return update;
  }

  async #update(): Promise<void> {
    const isWanted = this.#isOpen && this.#rule.kind !== "nobody";
    if (isWanted === (this.#listener !== undefined)) return;
    if (isWanted) {
      const listener = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#accept(client));
      await listen(listener, this.#options.address, this.#options.port);
      // Failures to accept, such as too many open files: the next connection may succeed.
      listener.on("error", () => {});
      this.#listener = listener;
    } else {
      // Ends the listening immediately; "close" waits for the connections.
      this.#listener?.close();
      this.#listener = undefined;
    }
  }

  #admits({ remoteAddress }: Socket): boolean {
    return remoteAddress !== undefined && this.#rule.admits(remoteAddress);
  }

  #accept(client: Socket): void {
    client.on("error", () => {});
    if (!this.#admits(client)) {
      client.resetAndDestroy();
      return;
    }
    this.#clients.add(client);
    client.on("close", () => this.#clients.delete(client));
    this.#connect(client, client.remoteAddress);
  }

  /** @param source `undefined` for the system's choice. */
  #connect(client: Socket, source: string | undefined): void {
    const server = connect({
      host: this.#options.address,
      port: this.#options.serverPort,
      allowHalfOpen: true,
      noDelay: true,
      ...(source !== undefined && { localAddress: source }),
    });
    const abandon = (): void => void server.destroy();
    client.once("close", abandon);
    const onFailure = (error: NodeJS.ErrnoException): void => {
      client.off("close", abandon);
      if (client.destroyed) return;
      if (source !== undefined && UNUSABLE_SOURCE.includes(error.code)) this.#connect(client, undefined);
      else client.resetAndDestroy();
    };
    server.once("error", onFailure);
    server.once("connect", () => {
      client.off("close", abandon);
      server.off("error", onFailure);
      join(client, server);
    });
  }
}

/** Passes on what both sides send, the end of each direction on its own, and a failure of one side to the other. */
function join(client: Socket, server: Socket): void {
  server.on("error", () => client.resetAndDestroy());
  client.on("close", () => {
    // If both directions have ended, the server may still have to receive what the client sent last.
    if (!client.readableEnded || !client.writableFinished) server.destroy();
  });
  client.pipe(server);
  server.pipe(client);
}
