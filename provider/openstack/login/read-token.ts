import type { HttpResponse } from "../../http/http.ts";
import type { HowToSet } from "../credentials/setting-advice.ts";
import { AuthError } from "../errors/auth-error.ts";
import { catalogEntries, textOf } from "../service-catalog/catalog-entries.ts";
import type { CatalogService, Token } from "../token.ts";

interface WireToken {
  readonly expires_at?: unknown;
  readonly issued_at?: unknown;
  readonly project?: { readonly id?: unknown };
  readonly catalog?: unknown;
}

/** What error texts about a token need. */
export interface TokenPlace {
  readonly url: string;
  readonly howToSet: HowToSet;
}

/**
 * Reads Keystone's response to a login, or to a request for the details of a token.
 *
 * @param id the token, if the response does not contain it
 * @throws {AuthError} The response is not that of Keystone v3, or the token has no project.
 */
export function readToken(
  response: HttpResponse,
  { url, howToSet }: TokenPlace,
  id = response.headers["x-subject-token"],
): Token {
  const token = (response.body as { token?: WireToken } | undefined)?.token;
  const expiresAt = Date.parse(textOf(token?.expires_at));
  if (!token || id === undefined || Number.isNaN(expiresAt)) {
    throw new AuthError(`${url} does not answer as Keystone v3 does. Check the authentication URL.`);
  }
  const projectId = token.project?.id;
  if (typeof projectId !== "string") {
    throw new AuthError(
      `The token of ${url} has no project, but Trove needs one. ${howToSet("projectName", "projectId")}`,
    );
  }
  // Only the server's clock counts: this machine's may be wrong.
  const now = response.serverDate ?? Date.parse(textOf(token.issued_at));
  return {
    id,
    expiresAt,
    lifeMs: expiresAt - now,
    projectId,
    catalog: readCatalog(token.catalog),
    serviceType: "database",
  };
}

function readCatalog(catalog: unknown): readonly CatalogService[] {
  return catalogEntries(catalog).map((service) => ({
    type: textOf(service.type),
    endpoints: catalogEntries(service.endpoints).map((endpoint) => ({
      interface: textOf(endpoint.interface),
      region: textOf(endpoint.region_id ?? endpoint.region),
      url: textOf(endpoint.url),
    })),
  }));
}
