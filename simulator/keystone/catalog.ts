import { hexId, type Project } from "./identity.ts";

interface Endpoint {
  readonly id: string;
  readonly interface: string;
  readonly region: string;
  readonly url: (project: Project) => string;
}

const INTERFACES = ["public", "internal", "admin"];

/** The service catalog: Keystone in RegionOne, and the same Trove in two regions. */
export class Catalog {
  readonly #services: readonly { id: string; type: string; name: string; endpoints: readonly Endpoint[] }[];

  constructor(authUrl: string, troveUrl: string) {
    const trove = (project: Project): string => `${troveUrl}/v1.0/${project.id}`;
    this.#services = [
      { id: hexId(), type: "identity", name: "keystone", endpoints: endpoints("RegionOne", () => authUrl) },
      {
        id: hexId(),
        type: "database",
        name: "trove",
        endpoints: [...endpoints("RegionOne", trove), ...endpoints("RegionTwo", trove)],
      },
    ];
  }

  for(project: Project): unknown[] {
    return this.#services.map(({ endpoints, ...service }) => ({
      endpoints: endpoints.map(({ id, region, url, ...endpoint }) => ({
        id,
        interface: endpoint.interface,
        region_id: region,
        url: url(project),
        region,
      })),
      ...service,
    }));
  }
}

function endpoints(region: string, url: (project: Project) => string): Endpoint[] {
  return INTERFACES.map((name) => ({ id: hexId(), interface: name, region, url }));
}
