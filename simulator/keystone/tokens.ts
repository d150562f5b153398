import { randomBytes } from "node:crypto";
import { type ApplicationCredential, auditId, type Project, type User } from "./identity.ts";

export interface Token {
  readonly id: string;
  readonly user: User;
  /** `undefined` for an unscoped token. */
  readonly project: Project | undefined;
  readonly methods: readonly string[];
  /** The application credential that it was issued for. */
  readonly credential?: ApplicationCredential | undefined;
  readonly auditIds: readonly string[];
  /** Milliseconds since the epoch. */
  readonly issuedAt: number;
  readonly expiresAt: number;
}

export type NewToken = Pick<Token, "user" | "project" | "methods" | "credential"> & {
  /** The token that it was issued from. */
  readonly parent?: Token | undefined;
};

/** All valid tokens. A token issued from another expires no later than that one. */
export class Tokens {
  readonly #tokens = new Map<string, Token>();
  readonly #lifetime: number;
  readonly #now: () => number;

  constructor(seconds: number, now: () => number) {
    this.#lifetime = seconds * 1000;
    this.#now = now;
  }

  issue({ parent, ...token }: NewToken): Token {
    const issuedAt = this.#now();
    const issued: Token = {
      ...token,
      id: `gAAAAA${randomBytes(60).toString("base64url")}`,
      auditIds: [auditId(), ...(parent?.auditIds.slice(-1) ?? [])],
      issuedAt,
      expiresAt: parent?.expiresAt ?? issuedAt + this.#lifetime,
    };
    this.#tokens.set(issued.id, issued);
    return issued;
  }

  /** `undefined` if the token was never issued, has expired or was revoked. */
  find(id: string | undefined): Token | undefined {
    const token = id === undefined ? undefined : this.#tokens.get(id);
    return token && token.expiresAt > this.#now() ? token : undefined;
  }

  revoke(id: string): void {
    this.#tokens.delete(id);
  }

  expireAll(): void {
    this.#tokens.clear();
  }
}
