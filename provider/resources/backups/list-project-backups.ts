import type { Backup } from "../../trove/types.ts";
import type { Context } from "../context.ts";

/** Trove has no largest page of backups (`trove/backup/models.py`, `_paginate`). */
const ALL = 1000;

/** Lists the backups of the project in one request: between two pages, a backup that changes can be missed. */
export async function listProjectBackups({ trove, signal }: Pick<Context, "trove" | "signal">): Promise<Backup[]> {
  const { items, next } = await trove.backups.page({ limit: ALL, signal });
  return next === undefined ? [...items] : Array.fromAsync(trove.backups.list({ signal }));
}
