import type { Credentials } from "../../provider/openstack/credentials.ts";
import { openSession } from "../../provider/openstack/open-session.ts";
import { resolveCredentials } from "../../provider/openstack/resolve-credentials.ts";
import type { Session } from "../../provider/openstack/session.ts";
import type { Cloud } from "./clouds.ts";

/** The credentials of a cloud in clouds.yaml: `demo`, `other`, `two` or `appcred`. */
export function cloudCredentials(cloud: Cloud, name = "demo"): Promise<Credentials> {
  return resolveCredentials({
    config: () => undefined,
    env: { ...cloud.env, OS_CLOUD: name },
    cwd: cloud.dir,
    home: cloud.dir,
  });
}

export function cloudSession(cloud: Cloud, name = "demo", change: Partial<Credentials> = {}): Session {
  return openSession({ credentials: async () => ({ ...(await cloudCredentials(cloud, name)), ...change }) });
}
