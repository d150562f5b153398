import { z } from "zod";

/**
 * A list that is refused at its first invalid item. `z.array` checks every item and keeps every issue: a body of 8 MiB
 * of invalid items would block the process for most of a minute.
 */
export function listOf<Item extends z.ZodType>(item: Item): z.ZodType<z.output<Item>[]> {
  return z
    .custom<readonly unknown[]>(Array.isArray, { error: "must be of type array" })
    .transform((values, context) => read(values.entries(), item, context)?.map(([, value]) => value) ?? z.NEVER);
}

/** An object with any keys, refused at its first invalid value, as `listOf`. */
export function recordOf<Item extends z.ZodType>(item: Item): z.ZodType<Record<string, z.output<Item>>> {
  return z.custom<object>(isRecord, { error: "must be of type record" }).transform((values, context) => {
    const entries = read(Object.entries(values), item, context);
    return entries === undefined ? z.NEVER : Object.fromEntries(entries);
  });
}

function isRecord(value: unknown): boolean {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns `undefined` after the first invalid entry, and reports its issue at its path. */
function read<Key extends PropertyKey, Item extends z.ZodType>(
  entries: Iterable<[Key, unknown]>,
  item: Item,
  context: z.RefinementCtx,
): [Key, z.output<Item>][] | undefined {
  const items: [Key, z.output<Item>][] = [];
  for (const [key, value] of entries) {
    const parsed = item.safeParse(value);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      if (issue !== undefined) context.issues.push({ ...issue, path: [key, ...issue.path], input: undefined });
      return undefined;
    }
    items.push([key, parsed.data]);
  }
  return items;
}
