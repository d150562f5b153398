import { existsSync } from "node:fs";
import { trove26Python } from "../../scripts/trove-environment.ts";

/** A release of Trove: 18 is Debian 12's (Zed, 2022), 26 the newest (2026). */
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

/** The Python that runs each release in the real cloud. */
export const trovePythons: Readonly<Record<TroveRelease, string>> = { 18: "/usr/bin/python3", 26: trove26Python };

/** The first missing package of those that the real cloud of a release needs; `undefined` if none is missing. */
export function realTroveMissing(release: TroveRelease = 18): string | undefined {
  return requirements[release].find(([, path]) => !existsSync(path))?.[0];
}

/** Whether the Debian packages that the real cloud of Trove 26 needs are installed. */
export function canInstallTrove26(): boolean {
  return cloudPackages.every(([, path]) => existsSync(path));
}
