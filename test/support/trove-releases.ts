import { existsSync } from "node:fs";
import { trove26Python } from "../../scripts/trove-environment.ts";

/** A release of Trove: Debian 12's is 18 (Zed, 2022); the newest one is 26 (2026). */
export type TroveRelease = 18 | 26;

type Requirement = readonly [name: string, path: string];

const cloudPackages: readonly Requirement[] = [
  ["python3", "/usr/bin/python3"],
  ["keystone", "/usr/lib/python3/dist-packages/keystone"],
  ["mariadb-server", "/usr/sbin/mariadbd"],
];

const requirements: Readonly<Record<TroveRelease, readonly Requirement[]>> = {
  18: [
    ...cloudPackages,
    ["python3-trove", "/usr/lib/python3/dist-packages/trove"],
    ["python3-barbicanclient", "/usr/lib/python3/dist-packages/barbicanclient"],
  ],
  26: [...cloudPackages, ["trove==26.0.0, which npm test installs", trove26Python]],
};

/** The Python that runs a release on the real cloud. */
export const trovePythons: Readonly<Record<TroveRelease, string>> = { 18: "/usr/bin/python3", 26: trove26Python };

/** The first package that the real cloud of a release needs and that is not there; `undefined` when all are. */
export function realTroveMissing(release: TroveRelease = 18): string | undefined {
  return requirements[release].find(([, path]) => !existsSync(path))?.[0];
}

/** Whether Debian has what the real cloud of Trove 26 runs on, so that it is worth installing. */
export function canInstallTrove26(): boolean {
  return cloudPackages.every(([, path]) => existsSync(path));
}
