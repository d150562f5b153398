import type { HttpResponse } from "../../http/http.ts";
import { AuthError } from "../errors/auth-error.ts";
import { catalogEntries, textOf } from "../service-catalog/catalog-entries.ts";
import type { CatalogEndpoint, CatalogService, Token } from "../token.ts";
import type { TokenPlace } from "./read-token.ts";

interface WireAccess {
  readonly token?: { readonly id?: unknown; readonly expires?: unknown; readonly tenant?: { readonly id?: unknown } };
  readonly serviceCatalog?: unknown;
}

/** Has one key for each interface: `publicURL`, `internalURL`. */
type WireEndpoint = Readonly<Record<string, unknown>>;

const INTERFACES = { public: "publicURL", internal: "internalURL", admin: "adminURL" } as const;

/**
 * Reads the response of Rackspace's identity service, v2.0, to a login.
 *
 * @throws {AuthError} The response is not that of such a service, or the token has no account.
 */
export function readRackspaceToken(response: HttpResponse, { url, howToSet }: TokenPlace): Token {
  const access = (response.body as { access?: WireAccess } | undefined)?.access;
  const { id, expires, tenant } = access?.token ?? {};
  const expiresAt = Date.parse(textOf(expires));
  // Only the server's clock counts: this machine's may be wrong, and Rackspace does not send the time of issue.
  const lifeMs = expiresAt - (response.serverDate ?? Number.NaN);
  if (typeof id !== "string" || Number.isNaN(lifeMs)) {
    throw new AuthError(`${url} does not answer as Rackspace's identity service does. Check the authentication URL.`);
  }
  const projectId = tenant?.id;
  if (typeof projectId !== "string" && typeof projectId !== "number") {
    throw new AuthError(`The token of ${url} has no account. Give the account number. ${howToSet("projectId")}`);
  }
  const catalog = readCatalog(access?.serviceCatalog);
  return { id, expiresAt, lifeMs, projectId: String(projectId), catalog, serviceType: "rax:database" };
}

function readCatalog(catalog: unknown): readonly CatalogService[] {
  return catalogEntries(catalog).map(({ type, endpoints }) => ({
    type: textOf(type),
    endpoints: catalogEntries(endpoints).flatMap(readEndpoint),
  }));
}

function readEndpoint(endpoint: WireEndpoint): readonly CatalogEndpoint[] {
  const region = textOf(endpoint.region);
  return Object.entries(INTERFACES).flatMap(([name, key]) => {
    const url = endpoint[key];
    return typeof url === "string" ? [{ interface: name, region, url }] : [];
  });
}
