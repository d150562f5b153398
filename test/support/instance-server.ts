import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { promisify } from "node:util";
import type { Cloud } from "./clouds.ts";

export interface Login {
  readonly user: string;
  readonly password: string;
}

/**
 * Runs SQL as a user of the MariaDB server inside an instance of the real cloud. The server runs once the guest agent
 * has been called.
 *
 * @returns the rows, without a header.
 * @throws with the server's message if it refuses the login or a statement.
 */
export async function queryInstance(
  cloud: Cloud,
  instanceId: string,
  { user, password }: Login,
  sql: string,
): Promise<string[]> {
  const address = await readFile(join(cloud.dir, "instances", instanceId, "address"), "utf8");
  const [host = "", port = ""] = address.split(":");
  const connection = [`--host=${host}`, `--port=${port}`, "--protocol=tcp", `--user=${user}`];
  const { stdout } = await promisify(execFile)(
    "mariadb",
    ["--no-defaults", ...connection, "--skip-column-names", `--execute=${sql}`],
    { env: { ...process.env, MYSQL_PWD: password }, timeout: 60_000 },
  );
  return stdout.split("\n").filter((row) => row !== "");
}
