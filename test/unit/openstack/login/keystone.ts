import type { TestContext } from "node:test";
import type { Credentials } from "../../../../provider/openstack/credentials.ts";
import { type Answer, json, type Served, serve } from "../../http/serve.ts";

export interface Cloud extends Served {
  readonly credentials: Credentials;
  /** How many tokens were given out. */
  logins(): number;
}

export interface CloudOptions {
  readonly lifeMs?: number;
  /** Answers what is not a login. */
  readonly trove?: Answer;
  /** Answers a login instead; returns false to leave it to the cloud. */
  readonly login?: ((...args: Parameters<Answer>) => boolean) | undefined;
}

/** The smallest cloud that a session can live in: Keystone's token route, and whatever the test makes of Trove. */
export async function startCloud(test: TestContext, options: CloudOptions = {}): Promise<Cloud> {
  let logins = 0;
  const served: Served = await serve(test, (request, response, count) => {
    if (!request.path.endsWith("/auth/tokens")) {
      (options.trove ?? ((_, answer) => json(answer, 200, {})))(request, response, count);
      return;
    }
    if (options.login?.(request, response, count)) return;
    logins += 1;
    json(response, 201, tokenBody(served.url, options.lifeMs), { "x-subject-token": `token-${logins}` });
  });
  const credentials: Credentials = {
    authUrl: `${served.url}/identity`,
    auth: {
      type: "password",
      user: { name: "demo", domain: { id: "default" } },
      password: "canary-password",
      scope: { project: { name: "web", domain: { name: "Corp" } } },
    },
    interface: "public",
    tls: { insecure: false },
    source: "The environment (OS_*)",
  };
  return { ...served, credentials, logins: () => logins };
}

export function tokenBody(url: string, lifeMs = 3_600_000): object {
  const endpoint = { interface: "public", region: "One", region_id: "One", url: `${url}/v1.0/p1` };
  return {
    token: {
      expires_at: new Date(Math.floor(Date.now() / 1000) * 1000 + lifeMs).toISOString(),
      issued_at: new Date().toISOString(),
      project: { id: "p1", name: "web", domain: { id: "default", name: "Default" } },
      catalog: [{ type: "database", name: "trove", endpoints: [endpoint] }],
    },
  };
}

/** A login that Keystone always answers like this. */
export function answerLogin(status: number, body: object, headers?: Record<string, string>) {
  return (...[, response]: Parameters<Answer>) => {
    json(response, status, body, headers);
    return true;
  };
}
