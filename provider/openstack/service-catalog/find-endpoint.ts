import { howToSet } from "../credentials/setting-advice.ts";
import { withoutSlashes } from "../credentials/web-address.ts";
import type { Cloud, Credentials } from "../credentials.ts";
import { EndpointError } from "../errors/endpoint-error.ts";
import type { CatalogEndpoint, Token } from "../token.ts";

/** Limits for names in texts: a service catalog can have any size. */
const MOST_NAMES = 50;
const LONGEST_NAME = 100;

/**
 * Finds Trove's endpoint in the service catalog of the token, unless the credentials set one.
 *
 * @throws {EndpointError} No endpoint matches, or more than one; the text lists what the catalog has.
 */
export function findEndpoint(
  { catalog, projectId, serviceType }: Pick<Token, "catalog" | "projectId" | "serviceType">,
  credentials: Pick<Credentials, "region" | "interface" | "databaseEndpoint" | "origin">,
): Cloud {
  const endpoints = catalog.filter(({ type }) => type === serviceType).flatMap((service) => service.endpoints);
  if (credentials.databaseEndpoint !== undefined) {
    const [region, another] = unique(endpoints.map((endpoint) => endpoint.region));
    const chosen = credentials.region ?? (another === undefined ? region : undefined) ?? "";
    return { projectId, region: chosen, endpoint: baseUrl(credentials.databaseEndpoint, projectId) };
  }
  if (endpoints.length === 0) {
    const types = unique(catalog.map(({ type }) => type));
    throw new EndpointError(
      `The service catalog of this cloud has no service of the type "${serviceType}" (Trove). It has ${list(types)}. ` +
        "If the cloud has Trove anyway, give its address. " +
        howToSet(credentials.origin)("databaseEndpoint"),
    );
  }
  const { region, url } = choose(endpoints, credentials);
  return { projectId, region, endpoint: baseUrl(url, projectId) };
}

function choose(
  endpoints: readonly CatalogEndpoint[],
  { region, interface: wanted, origin }: Pick<Credentials, "region" | "interface" | "origin">,
): CatalogEndpoint {
  const chooseRegion = `choose one. ${howToSet(origin)("region")}`;
  const regions = unique(endpoints.map((endpoint) => endpoint.region));
  const here = region === undefined ? endpoints : endpoints.filter((endpoint) => endpoint.region === region);
  if (here.length === 0) {
    throw new EndpointError(
      `Trove has no endpoint in the region "${region}". It has the regions ${list(regions)}: ${chooseRegion}`,
    );
  }
  // Some service catalogs still have the names of Keystone v2: publicURL.
  const fitting = here.filter((endpoint) => endpoint.interface.replace(/URL$/, "") === wanted);
  const [first] = fitting;
  if (first === undefined) {
    const has = list(unique(here.map((endpoint) => endpoint.interface)));
    const where = region === undefined ? "" : ` in the region "${region}"`;
    throw new EndpointError(
      `Trove has no ${wanted} endpoint${where}. It has ${has}: choose one. ${howToSet(origin)("interface")}`,
    );
  }
  const choices = unique(fitting.map((endpoint) => endpoint.region));
  if (choices.length > 1) {
    throw new EndpointError(`Trove has endpoints in the regions ${list(choices)}: ${chooseRegion}`);
  }
  return first;
}

/** Appends version and project if the address lacks them; some service catalogs have a placeholder for the project. */
function baseUrl(address: string, projectId: string): string {
  const url = withoutSlashes(address.replace(/[%$]\((project_id|tenant_id)\)s/g, projectId));
  if (url.endsWith(`/${projectId}`)) return url;
  return /\/v\d+(\.\d+)?$/.test(url) ? `${url}/${projectId}` : `${url}/v1.0/${projectId}`;
}

function unique(names: readonly string[]): readonly string[] {
  return [...new Set(names)].sort();
}

function list(names: readonly string[]): string {
  const shown = names.slice(0, MOST_NAMES).map((name) => `"${name.slice(0, LONGEST_NAME)}"`);
  const more = names.length > MOST_NAMES ? ` and ${names.length - MOST_NAMES} more` : "";
  return shown.length > 0 ? `${shown.join(", ")}${more}` : "none";
}
