import type { GuestKind } from "./guest-lists.ts";

/** The keys of the databases and users that the arguments of an instance declare, as far as they are known. */
export interface InlineContents {
  readonly databases?: readonly string[] | undefined;
  readonly users?: readonly string[] | undefined;
}

/**
 * Which databases and users the resources of a process declare, and where: inline, in the arguments of their instance, or as
 * resources of their own. Nothing may be declared in both places, since each of the two would undo the other.
 */
export class ContentsClaims {
  readonly #inline = new Map<string, InlineContents>();
  readonly #resources = new Set<string>();

  /** Records what the program declares inline, instead of what it declared before. */
  setInline(instanceId: string, contents: InlineContents): void {
    this.#inline.set(instanceId, contents);
  }

  isInline(kind: GuestKind, instanceId: string, key: string): boolean {
    return this.#inline.get(instanceId)?.[kind]?.includes(key) ?? false;
  }

  /** Records that a resource declares a database or a user. */
  claim(kind: GuestKind, instanceId: string, key: string): void {
    this.#resources.add(claimOf(kind, instanceId, key));
  }

  isResource(kind: GuestKind, instanceId: string, key: string): boolean {
    return this.#resources.has(claimOf(kind, instanceId, key));
  }
}

function claimOf(kind: GuestKind, instanceId: string, key: string): string {
  return JSON.stringify([kind, instanceId, key]);
}
