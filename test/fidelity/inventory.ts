import type { Player } from "./player.ts";
import type { Random } from "./random.ts";
import type { FidelityRequest } from "./request.ts";

export type Kind = "instance" | "configuration" | "backup" | "module";

const COLLECTIONS: Readonly<Record<Kind, string>> = {
  instance: "instances",
  configuration: "configurations",
  backup: "backups",
  module: "modules",
};

const UNKNOWN = "11111111-1111-1111-1111-111111111111";

/** What both clouds have, by placeholders, and what the next request can be about. */
export class Inventory {
  readonly random: Random;
  readonly player: Player;
  readonly #alive: Record<Kind, string[]> = { instance: [], configuration: [], backup: [], module: [] };
  readonly #deleted: Record<Kind, string[]> = { instance: [], configuration: [], backup: [], module: [] };
  readonly #sources = new Map<string, string>();
  /** The instances whose databases and users the harness of the real Trove does not have: replicas and restored ones. */
  readonly #withoutContents = new Set<string>();
  #last = 0;

  constructor(player: Player, random: Random) {
    this.player = player;
    this.random = random;
  }

  alive(kind: Kind): readonly string[] {
    return this.#alive[kind];
  }

  replicasOf(source: string): string[] {
    return this.alive("instance").filter((one) => this.#sources.get(one) === source);
  }

  /** The instance that a replica was created of. */
  sourceOf(replica: string): string | undefined {
    return this.#sources.get(replica);
  }

  /** An instance with databases and users of its own, or an id of none. */
  someServer(): string {
    const servers = this.alive("instance").filter((one) => !this.#withoutContents.has(one));
    return servers.length === 0 ? UNKNOWN : this.random.pick(servers);
  }

  /** The placeholder of one that exists, or sometimes an id of none. */
  some(kind: Kind): string {
    const alive = this.#alive[kind];
    const missing = [UNKNOWN, "x", ...this.#deleted[kind].slice(-3)];
    return alive.length === 0 || this.random.chance(0.05) ? this.random.pick(missing) : this.random.pick(alive);
  }

  /** Sends a create. What one cloud alone has created is deleted again. */
  async create(kind: Kind, request: FidelityRequest): Promise<string | undefined> {
    const { simulator, real } = await this.player.send(request);
    const [one, other] = [simulator, real].map(({ body }) => (body as Record<string, Made> | undefined)?.[kind]);
    if (one?.id !== undefined && other?.id !== undefined) {
      const placeholder = `{${kind}:${++this.#last}}`;
      this.player.simulator.name(placeholder, one.id);
      this.player.real.name(placeholder, other.id);
      this.#alive[kind].push(placeholder);
      if (kind === "instance") this.#remember(placeholder, request.body);
      return placeholder;
    }
    const [side, id] = one?.id === undefined ? [this.player.real, other?.id] : [this.player.simulator, one.id];
    if (id === undefined) return undefined;
    await this.player.settle();
    await side.send({ method: "DELETE", path: `/${COLLECTIONS[kind]}/${id}` });
    await this.player.settle();
    return undefined;
  }

  #remember(placeholder: string, body: unknown): void {
    const { replica_of: source, restorePoint } = (body as { instance: { replica_of?: string; restorePoint?: unknown } })
      .instance;
    if (source !== undefined) this.#sources.set(placeholder, source);
    if (source !== undefined || restorePoint !== undefined) this.#withoutContents.add(placeholder);
  }

  /** Marks the thing as deleted. */
  forget(kind: Kind, placeholder: string): void {
    this.#alive[kind] = this.#alive[kind].filter((one) => one !== placeholder);
    this.#deleted[kind].push(placeholder);
  }

  /** Forgets the backups that the clouds have no longer: their parents were deleted. */
  async forgetDeleted(kind: Kind): Promise<void> {
    for (const placeholder of this.#alive[kind]) {
      const { status } = await this.player.simulator.get(`/${COLLECTIONS[kind]}/${placeholder}`);
      if (status === 404) this.forget(kind, placeholder);
    }
  }
}

interface Made {
  readonly id?: string;
}
