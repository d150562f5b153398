import type { NewDatabase, UserName } from "../../database-server.ts";

/**
 * The statements of Trove's guest agent (`trove/guestagent/common/sql_query.py`). It puts names and passwords into them
 * as they are, so these do the same: a quote or a backslash has the effect that it has in Trove. In a grant, `_` in the
 * name of a database stands for any character.
 */

export function createDatabase({ name, characterSet, collate }: NewDatabase): string {
  return sent(
    `CREATE DATABASE IF NOT EXISTS \`${name}\``,
    characterSet ? `CHARACTER SET = '${characterSet}'` : "",
    collate ? `COLLATE = '${collate}'` : "",
  );
}

export function dropDatabase(name: string): string {
  return sent(`DROP DATABASE \`${name}\``);
}

/** The name and the host are bound values. */
export function createUser(password: string): string {
  return sent("CREATE USER ?@?", password === "" ? "" : `IDENTIFIED BY '${password}'`);
}

export function dropUser({ name, host }: UserName): string {
  return sent(`DROP USER \`${name}\`@\`${host}\``);
}

export function renameUser(user: UserName, renamed: UserName): string {
  return sent(`RENAME USER '${user.name}'@'${user.host}' TO '${renamed.name}'@'${renamed.host}'`);
}

/** Trove 26's statement. Trove 18 names the authentication plugin, which MariaDB uses by default. */
export function setPassword({ name, host }: UserName, password: string): string {
  return sent(`ALTER USER '${name}'@'${host}' IDENTIFIED BY '${password}'`);
}

export function grant({ name, host }: UserName, database: string): string {
  return sent(`GRANT ALL PRIVILEGES ON \`${database}\`.* TO \`${name}\`@\`${host}\``);
}

export function revoke({ name, host }: UserName, database: string): string {
  return sent(`REVOKE ALL ON \`${database}\`.* FROM \`${name}\`@\`${host}\``);
}

/** `root_grant` and `root_grant_option` of `trove/common/cfg.py` have these defaults. */
export function grantRoot({ name, host }: UserName): string {
  return sent(`GRANT ALL PRIVILEGES ON *.* TO \`${name}\`@\`${host}\` WITH GRANT OPTION`);
}

/** SQLAlchemy removes the backslash of `\:`, which escapes a bind parameter (`BIND_PARAMS_ESC` in its compiler). */
function sent(...clauses: readonly string[]): string {
  const statement = clauses.filter((clause) => clause !== "").join(" ");
  return statement.replaceAll(/\\(:[\w$]*)(?![:\w$])/g, "$1");
}
