import { setTimeout } from "node:timers/promises";
import type { ReplicationSource } from "../engine.ts";
import { type RunSql, withConnection } from "./mysql-connection.ts";
import type { MySqlDialect, ReplicationStatus } from "./mysql-dialect.ts";

export async function runAll(run: RunSql, statements: readonly string[]): Promise<void> {
  for (const statement of statements) await run(statement);
}

/** Ends replication, once all is applied that the source has committed until now, if it runs, or had sent. */
export async function detach(run: RunSql, dialect: MySqlDialect, source: ReplicationSource | undefined): Promise<void> {
  const committed = source && (await positionOf(source, dialect));
  if (committed !== undefined) await apply(run, dialect, committed, (status) => status.receives);
  await run(dialect.stopReceiving);
  const status = await read(run, dialect);
  if (status) await apply(run, dialect, status.received, () => true);
  await runAll(run, dialect.stopReplication);
  await run("SET GLOBAL read_only = 0");
}

/** @returns `undefined` if the source does not run. */
async function positionOf({ sockets }: ReplicationSource, { position }: MySqlDialect): Promise<string | undefined> {
  try {
    return await withConnection(sockets, async (run) => String((await run(position))[0]?.position));
  } catch {
    return undefined;
  }
}

/** Waits until the transactions up to `position` are applied, or replication has stopped with an error. */
async function apply(
  run: RunSql,
  dialect: MySqlDialect,
  position: string,
  canArrive: (status: ReplicationStatus) => boolean,
): Promise<void> {
  for (;;) {
    const status = await read(run, dialect);
    const [result] = await run(dialect.wait, [position]);
    const isApplied = result !== undefined && Object.values(result).every((waited) => Number(waited) === 0);
    if (isApplied || !status?.applies || !canArrive(status)) return;
    await setTimeout(10);
  }
}

async function read(run: RunSql, { status, readStatus }: MySqlDialect): Promise<ReplicationStatus | undefined> {
  const [row] = await run(status);
  return row && readStatus(row);
}
