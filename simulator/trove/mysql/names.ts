import { pythonText } from "../python-text.ts";

const RESERVED_DATABASES = ["mysql", "information_schema", "performance_schema", "sys"];
const RESERVED_USERS = ["os_admin", "root"];

/** Python's `ValueError`: MySQL does not allow this name or value. Each controller words its response differently. */
export class InvalidName extends Error {}

/** `trove/common/db/mysql/models.py`, `MySQLSchema`. */
export function checkDatabaseName(name: string): void {
  if (name.length > 64) throw new InvalidName(`Schema name '${name}' is too long. Max length = 64.`);
  if (!/^[A-Za-z0-9_-]+[\s?#@]*[A-Za-z0-9_-]+$/.test(name) || hasEscapes(name)) {
    throw new InvalidName(`'${name}' is not a valid schema name.`);
  }
}

export function checkReservedDatabase(name: string): void {
  if (!RESERVED_DATABASES.includes(name)) return;
  const reserved = pythonText(RESERVED_DATABASES);
  throw new InvalidName(`Database name "${name}" is on the reserved list: ${reserved}.`);
}

/** `trove/common/db/mysql/models.py`, `MySQLUser`. */
export function checkUserName(name: string): void {
  // Python counts code points, not UTF-16 units.
  if ([...name].length > 16) throw new InvalidName(`User name '${name}' is too long. Max length = 16.`);
  if (!isPlain(name)) throw new InvalidName(`'${name}' is not a valid user name.`);
}

export function checkReservedUser(name: string): void {
  if (!RESERVED_USERS.includes(name)) return;
  throw new InvalidName(`User name "${name}" is on the reserved list: ${pythonText(RESERVED_USERS)}.`);
}

export function checkPassword(password: string): void {
  if (!isPlain(password)) throw new InvalidName(`'${password}' is not a valid password.`);
}

/** @param partial whether an address of fewer than four numbers is valid. */
export function checkHost(host: string, partial: boolean): void {
  if (host !== "%" && !isNetwork(host.replaceAll("%", "1"), partial)) {
    throw new InvalidName(`'${host}' is not a valid hostname.`);
  }
}

export function isHiddenUser(name: string): boolean {
  return RESERVED_USERS.includes(name);
}

export function isHiddenDatabase(name: string): boolean {
  return RESERVED_DATABASES.includes(name);
}

function isPlain(text: string): boolean {
  return text !== "" && !/^\s|\s$|'|"|;|`|,|\/|\\/.test(text) && !hasEscapes(text);
}

/** Whether Python's `repr` escapes a character, because it is not printable. */
function hasEscapes(text: string): boolean {
  return /[\\\p{C}\p{Zl}\p{Zp}]|[^\S ]/u.test(text);
}

/** Like `netaddr.IPNetwork`; before netaddr 1.0 it accepted fewer than four numbers and leading zeros. */
function isNetwork(text: string, partial: boolean): boolean {
  if (text.includes(":")) return /^[0-9a-f:.]+(\/\d{1,3})?$/i.test(text);
  const [address = "", prefix] = text.split("/");
  const numbers = address.split(".");
  const complete = partial ? numbers.length <= 4 : numbers.length === 4;
  const number = partial ? /^\d+$/ : /^(?:0|[1-9]\d*)$/;
  const valid = complete && numbers.every((one) => number.test(one) && Number(one) <= 255);
  return valid && (prefix === undefined || (/^\d{1,2}$/.test(prefix) && Number(prefix) <= 32));
}
