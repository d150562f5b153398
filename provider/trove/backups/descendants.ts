import type { Backup } from "../types.ts";

/** The backups that are based on one, directly or through others: Trove deletes them together with it. */
export function descendantsOf(id: string, all: readonly Backup[]): Backup[] {
  const chain = new Set([id]);
  // Each round adds the next generation, since the list has them in any order.
  for (let size = 0; size < chain.size; ) {
    size = chain.size;
    for (const { id: child, parentId } of all) if (parentId !== undefined && chain.has(parentId)) chain.add(child);
  }
  return all.filter((backup) => backup.id !== id && chain.has(backup.id));
}
