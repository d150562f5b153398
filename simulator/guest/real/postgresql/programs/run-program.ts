import { execFile } from "node:child_process";
import { promisify } from "node:util";
import type { SystemUser } from "../../engine.ts";

const run = promisify(execFile);

/**
 * The environment of every program of PostgreSQL. Nothing of this process gets there: libpq, with which a replica
 * connects, reads `PGSSLMODE` and others, and the messages are read in English.
 */
export const ENVIRONMENT = { PATH: process.env.PATH, LC_ALL: "C" };

/** Runs a program to its end as `user`, and returns what it prints. Its folder is `/`, which every user can enter. */
export async function runProgram(file: string, args: readonly string[], user: SystemUser | undefined): Promise<string> {
  return (await run(file, args, { ...user, cwd: "/", env: ENVIRONMENT })).stdout;
}
