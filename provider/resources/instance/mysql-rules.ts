import { formatPath } from "../arguments.ts";
import type { Failure } from "../resource.ts";
import { known } from "../unknown-value.ts";
import { type InstanceInputs, splitUserKey } from "./inputs.ts";

const DATASTORES: readonly string[] = ["mysql", "mariadb"];
const LONGEST_USER_NAME = 16;

/** Python's `repr` escapes what cannot be printed, and Trove takes no name or password that it escapes. */
const UNPRINTABLE = /[\p{C}\p{Zl}\p{Zp}]|(?! )\p{Zs}/u;
const DATABASE_NAME = /^[A-Za-z0-9_-]+[ ?#@]*[A-Za-z0-9_-]+$/;
const NOT_PLAIN = /^\s|\s$|['";`,/\\]/;

/**
 * The names and passwords that MySQL's guests take (`trove/common/db/mysql/models.py`), where the program names such a
 * datastore. Trove 18 asks that of every datastore as it answers; a later one leaves it to the guest, which has no way
 * to answer: the instance ends in ERROR, or the user never comes.
 */
export function checkMysql(inputs: InstanceInputs): Failure[] {
  const type = known(known(inputs.datastore)?.type);
  if (type === undefined || !DATASTORES.includes(type.toLowerCase())) return [];
  const databases = Object.keys(known(inputs.databases) ?? {}).flatMap((name) =>
    failure(["databases", name], databaseNameFault(name)),
  );
  const users = Object.entries(known(inputs.users) ?? {}).flatMap(([key, user]) => {
    const password = known(known(user)?.password);
    return [
      ...failure(["users", key], userNameFault(splitUserKey(key).name)),
      ...(password === undefined ? [] : failure(["users", key, "password"], plainFault(password))),
    ];
  });
  return [...databases, ...users].map(({ path, reason }) => ({ path, reason: `${reason}, as ${type} asks` }));
}

function failure(path: readonly string[], reason: string | undefined): Failure[] {
  return reason === undefined ? [] : [{ path: formatPath(path), reason }];
}

function databaseNameFault(name: string): string | undefined {
  if (DATABASE_NAME.test(name)) return undefined;
  return "must be of A-Z, a-z, 0-9, _ and -, two or more; between two of them there may be blanks, ?, # and @";
}

function userNameFault(name: string): string | undefined {
  if ([...name].length > LONGEST_USER_NAME) return `the user's name must have at most ${LONGEST_USER_NAME} characters`;
  const fault = plainFault(name);
  return fault === undefined ? undefined : `the user's name ${fault}`;
}

function plainFault(value: string): string | undefined {
  if (!NOT_PLAIN.test(value) && !UNPRINTABLE.test(value)) return undefined;
  return "must not hold ' \" ; ` , / \\ or what cannot be printed, nor begin or end with a blank";
}
