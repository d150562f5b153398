// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Input } from "@pulumi/pulumi";

import type { TroveInstanceReference } from "../references.ts";

/**
 * The arguments of a `TroveUser`. Removing an optional argument does not change the cloud: the value is no longer
 * managed. Removing the resource drops the user. A preview refuses invalid arguments, by path.
 */
export interface TroveUserArgs {
  /**
   * The id of the instance; in TypeScript also the `TroveInstance` itself, whose deletion then deletes the user without
   * a request of its own (`deletedWith`). Not a replica, which has the users of its source.
   *
   * A new user is created on the other instance.
   */
  instance: Input<string> | TroveInstanceReference;
  /**
   * The name. Trove reserves `root` and `os_admin`. With MySQL and MariaDB: at most 16 characters, under the same rules
   * as a password. With PostgreSQL: at most 63 bytes, no `"` or `'`, no blank at either end, and not `postgres`,
   * `replicator`, `public`, `none` or `pg_…`; on clouds before Trove 23 the rules of MySQL apply too.
   *
   * Renamed in place.
   */
  name: Input<string>;
  /**
   * The host from which the user may connect: an address, or a pattern of four numbers such as `10.0.0.%`. Only older
   * clouds accept a shorter pattern such as `10.%`, and a host name, without `-`, needs an operator who allows it: a
   * preview warns about both. With PostgreSQL only `%`.
   *
   * Changed in place.
   *
   * @default `%`, any host
   */
  host?: Input<string | undefined>;
  /**
   * The password. Required to create the user: only a user that exists can be declared without one, such as an imported
   * one. Encrypted in state, whether or not the program gives it as a secret. At most 255 characters, with at least one
   * ASCII letter or digit. MySQL and MariaDB accept no `'`, `"`, `;`, `` ` ``, `,`, `/` or `\`, no unprintable
   * character, no blank at either end, and no colon before a letter, a digit, `_` or `$`, unless a letter, a digit, `_`
   * or a colon comes before that colon (`a:b` is accepted, `-:b` and `$:b` are not). PostgreSQL accepts no `'`.
   *
   * Set in place. Removed: the user keeps its password.
   *
   * @default not managed: the password is neither set nor stored in state
   */
  password?: Input<string | undefined>;
  /**
   * The names of the databases that the user is granted, in any order: exactly these. `[]` grants none. Left out,
   * grants are not managed. In the name of a database that is granted with MySQL and MariaDB, `_` stands for any
   * character, since Trove does not escape it: a grant of `shop_1` reaches `shop-1` too. With PostgreSQL only a user
   * whose name consists of `A-Z a-z 0-9 _` can have grants, since Trove neither lists nor revokes those of other users.
   *
   * Granted and revoked in place, one by one. When Trove revokes a grant on a PostgreSQL database, or drops a user who
   * has one, it also revokes the right of PUBLIC to connect: grant the database to each user that connects to it.
   *
   * @default not managed
   */
  databases?: Input<Input<string>[] | undefined>;
}
