import type { Reconciliation } from "../instance/update/reconciliation.ts";
import { ignoringMissing } from "./already-done.ts";
import { changeGuest, listUsers } from "./call-guest.ts";
import { splitUserKey } from "./user-keys.ts";
import { splitUserKey } from "./declared.ts";

/**
 * Takes what is left of dropped databases from the users whose grants are declared, before databases of the same names
 * are made: MySQL keeps the grants of a database that is dropped, and they count again for the new one.
 */
export async function revokeStaleGrants(work: Reconciliation, names: readonly string[]): Promise<void> {
  const granted = Object.entries(work.inputs.users ?? {}).filter(([, { databases }]) => databases !== undefined);
  if (names.length === 0 || granted.length === 0) return;
  const there = await listUsers(work);
  for (const [key, { databases = [] }] of granted) {
    const leftover = there.get(key)?.databases.filter((name) => names.includes(name) && !databases.includes(name));
    for (const name of leftover ?? []) {
      await changeGuest(work, ["users", key, "databases"], `to revoke ${name} from ${key}`, (options) =>
        ignoringMissing(work.context.trove.users.revoke(work.id, splitUserKey(key), name, options), {
          user: key,
          database: name,
        }),
      );
    }
  }
}
