// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Input } from "@pulumi/pulumi";

import type { TroveInstanceReference } from "../references.ts";

/**
 * The arguments of a `TroveRoot`. Removing the resource disables root. Before Trove 25, Trove shows root as enabled
 * forever once it was: to enable it again in a later `pulumi up`, set `trove:resumeInterrupted` for that one.
 */
export interface TroveRootArgs {
  /**
   * The id of the instance; in TypeScript also the `TroveInstance` itself, whose deletion then disables root without a
   * request of its own (`deletedWith`). Not a replica, which has the users of its source.
   *
   * Root is enabled on the other instance, and disabled on this one.
   */
  instance: Input<string> | TroveInstanceReference;
  /**
   * The password. Encrypted in state, whether or not the program gives it as a secret. At most 255 characters, with at
   * least one ASCII letter or digit. MySQL and MariaDB accept no `'`, `"`, `;`, `` ` ``, `,`, `/` or `\`, no
   * unprintable character, no blank at either end, and no colon before a letter, a digit, `_` or `$`, unless a letter,
   * a digit, `_` or a colon comes before that colon (`a:b` is accepted, `-:b` and `$:b` are not). PostgreSQL accepts no
   * `'`.
   *
   * Set in place. Removed: root keeps its password.
   *
   * @default one that Trove generates
   */
  password?: Input<string | undefined>;
}
