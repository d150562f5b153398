import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import type { TestContext } from "node:test";
import type { CredentialSources } from "../../../../provider/openstack/resolve-credentials.ts";

export interface Given {
  /** `trove:<key>` */
  readonly trove?: Readonly<Record<string, unknown>>;
  /** `openstack:<key>` */
  readonly openstack?: Readonly<Record<string, unknown>>;
  readonly env?: Readonly<Record<string, string>>;
  /** Contents by path; the program runs in the folder that they start at, and `home/` in it is the person's home. */
  readonly files?: Readonly<Record<string, string>>;
  readonly explicit?: boolean;
  readonly script?: boolean;
}

/** Sources of credentials in a folder of the test's own. */
export async function givenSources(test: TestContext, given: Given): Promise<CredentialSources> {
  const cwd = await mkdtemp(join(tmpdir(), "trove-config-"));
  test.after(() => rm(cwd, { recursive: true }));
  for (const [path, content] of Object.entries(given.files ?? {})) {
    await mkdir(dirname(join(cwd, path)), { recursive: true });
    await writeFile(join(cwd, path), content);
  }
  const config = new Map<string, unknown>();
  for (const [key, value] of Object.entries(given.trove ?? {})) config.set(`trove:${key}`, value);
  for (const [key, value] of Object.entries(given.openstack ?? {})) config.set(`openstack:${key}`, value);
  const env = given.env ?? {};
  const { explicit = false, script = false } = given;
  return { config: (key) => config.get(key), env, cwd, home: join(cwd, "home"), explicit, script };
}
