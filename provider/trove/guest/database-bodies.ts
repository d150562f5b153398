import type { CreateDatabase, CreateUser } from "../types.ts";

/** `trove/common/apischema.py`, `databases_def`: Trove refuses empty strings, so missing properties are left out. */
export function databaseBody({ name, characterSet, collate }: CreateDatabase): unknown {
  return {
    name,
    ...(characterSet !== undefined && { character_set: characterSet }),
    ...(collate !== undefined && { collate }),
  };
}

/** `trove/common/apischema.py`, `users_list`. */
export function userBody({ name, host, password, databases = [] }: CreateUser): unknown {
  return {
    name,
    password,
    ...(host !== undefined && { host }),
    ...(databases.length > 0 && { databases: nameList(databases) }),
  };
}

/** Names as Trove lists them: `[{"name": "app"}]`. */
export function nameList(names: readonly string[]): { name: string }[] {
  return names.map((name) => ({ name }));
}
