import { existsSync } from "node:fs";

const needed: readonly (readonly [name: string, path: string])[] = [
  ["python3", "/usr/bin/python3"],
  ["keystone", "/usr/lib/python3/dist-packages/keystone"],
  ["python3-trove", "/usr/lib/python3/dist-packages/trove"],
  ["python3-barbicanclient", "/usr/lib/python3/dist-packages/barbicanclient"],
  ["mariadb-server", "/usr/sbin/mariadbd"],
];

/** The first package of Debian 12 that the real cloud needs and that is not there; `undefined` when all are. */
export function realTroveMissing(): string | undefined {
  return needed.find(([, path]) => !existsSync(path))?.[0];
}
