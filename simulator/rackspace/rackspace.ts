import { z } from "zod";
import type { HttpRequest, HttpResponse } from "../http/exchange.ts";
import type { Identity, Project, User } from "../keystone/identity.ts";
import type { Tokens } from "../keystone/tokens.ts";
import { accessBody } from "./access-body.ts";

export interface RackspaceOptions {
  readonly identity: Identity;
  readonly tokens: Tokens;
  /** The API key of the user demo. */
  readonly apiKey: string;
  /** A function, because the port is known only when the server listens. */
  readonly troveUrl: () => string;
}

const loginSchema = z.object({
  auth: z.object({
    "RAX-KSKEY:apiKeyCredentials": z.object({ username: z.string(), apiKey: z.string() }),
    tenantId: z.string().optional(),
    tenantName: z.string().optional(),
  }),
});
type Login = z.infer<typeof loginSchema>["auth"];

/**
 * The login of Rackspace's identity service v2.0: `POST /v2.0/tokens` with user name and API key. Trove accepts its
 * tokens. Returns `undefined` for a request to another path.
 */
export function createRackspace(options: RackspaceOptions): (request: HttpRequest) => HttpResponse | undefined {
  return (request) => {
    if (!request.path.startsWith("/v2.0/")) return undefined;
    if (request.method !== "POST" || request.path !== "/v2.0/tokens") {
      return fault(404, "itemNotFound", "Resource Not Found");
    }
    const login = readLogin(request.body);
    return login ? logIn(options, login) : fault(400, "badRequest", "Invalid json request body");
  };
}

function logIn({ identity, tokens, apiKey, troveUrl }: RackspaceOptions, login: Login): HttpResponse {
  const claim = login["RAX-KSKEY:apiKeyCredentials"];
  const user = identity.users.find(({ name }) => name === claim.username);
  if (user?.name !== "demo" || claim.apiKey !== apiKey) {
    const message = "Error code: 'AUTH-008'; Unable to authenticate user with credentials provided.";
    return fault(401, "unauthorized", message);
  }
  const account = findAccount(user, login);
  if (!account) {
    const wanted = login.tenantId ?? login.tenantName;
    const message = `Tenant with Name/Id: '${wanted}' is not valid for User '${user.name}' (id: '${user.id}')`;
    return fault(401, "unauthorized", message);
  }
  const token = tokens.issue({ user, methods: ["apiKey"], project: account });
  return { status: 200, body: accessBody(token, account, troveUrl()) };
}

/** The requested account; the user's own if the request names none. */
function findAccount({ projects }: User, { tenantId, tenantName }: Login): Project | undefined {
  if (tenantId === undefined && tenantName === undefined) return projects[0];
  return projects.find(({ id, name }) => id === tenantId || name === tenantName);
}

function readLogin(body: string | undefined): Login | undefined {
  try {
    return loginSchema.parse(JSON.parse(body ?? "")).auth;
  } catch {
    return undefined;
  }
}

function fault(status: number, name: string, message: string): HttpResponse {
  return { status, body: { [name]: { code: status, message } } };
}
