import { once } from "node:events";
import { createServer, type IncomingMessage, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";
import type { TestContext } from "node:test";
import { openSession } from "../../../provider/openstack/open-session.ts";
import { TroveApi } from "../../../provider/trove/trove-api.ts";

export interface SeenRequest {
  readonly method: string;
  /** Below the project, as it came over the wire. */
  readonly path: string;
  readonly body: unknown;
}

export interface Answer {
  readonly status?: number;
  readonly body?: unknown;
}

export interface CannedCloud {
  readonly client: TroveApi;
  /** What Trove was asked, in order. */
  readonly requests: SeenRequest[];
  /** Where Trove listens, without version and project. */
  readonly troveUrl: string;
}

const project = "p1";

/** A Keystone that lets everyone in and a Trove that answers what the test says, on one socket; ends with the test. */
export async function startCannedCloud(
  t: TestContext,
  answer: (request: SeenRequest) => Answer = () => ({ status: 202 }),
): Promise<CannedCloud> {
  const requests: SeenRequest[] = [];
  const server = createServer(async (request, response) => {
    const seen = await read(request);
    if (request.url === "/v3/auth/tokens") {
      response.setHeader("X-Subject-Token", "token");
      send(response, { status: 201, body: { token: token(url()) } });
      return;
    }
    requests.push(seen);
    send(response, answer(seen));
  });
  const url = () => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  t.after(() => {
    server.close();
    server.closeAllConnections();
  });
  return { client: connect(url()), requests, troveUrl: url() };
}

function connect(url: string): TroveApi {
  const user = { name: "demo", domain: { name: "Default" } };
  const scope = { project: { name: "demo", domain: { name: "Default" } } };
  return new TroveApi(
    openSession({
      credentials: async () => ({
        authUrl: `${url}/v3`,
        auth: { type: "password", user, password: "demo-password", scope },
        interface: "public",
        tls: { insecure: false },
        source: "the test",
      }),
      http: { attempts: 1 },
    }),
  );
}

function token(url: string): unknown {
  const endpoint = { interface: "public", region: "RegionOne", region_id: "RegionOne", url: `${url}/v1.0/${project}` };
  return {
    expires_at: "2999-01-01T00:00:00.000000Z",
    issued_at: "2026-01-01T00:00:00.000000Z",
    project: { id: project, name: "demo", domain: { id: "default", name: "Default" } },
    catalog: [{ id: "c", type: "database", name: "trove", endpoints: [endpoint] }],
  };
}

async function read(request: IncomingMessage): Promise<SeenRequest> {
  const body = request.headers["content-type"]?.includes("json") ? await json(request) : undefined;
  return { method: request.method ?? "", path: (request.url ?? "").replace(`/v1.0/${project}`, ""), body };
}

function send(response: ServerResponse, { status = 200, body }: Answer): void {
  response.writeHead(status, { "Content-Type": "application/json" });
  response.end(body === undefined ? "" : JSON.stringify(body));
}
