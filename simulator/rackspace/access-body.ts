import type { Project } from "../keystone/identity.ts";
import type { Token } from "../keystone/tokens.ts";

const REGIONS = ["DFW", "ORD"];

/** The response to a login: the token, the user, and a service catalog with the same Trove in two regions. */
export function accessBody(token: Token, account: Project, troveUrl: string): unknown {
  const { id, name } = token.user;
  return {
    access: {
      token: {
        id: token.id,
        expires: new Date(token.expiresAt).toISOString(),
        tenant: { id: account.id, name: account.name },
        "RAX-AUTH:authenticatedBy": ["APIKEY"],
      },
      user: { id, name, "RAX-AUTH:defaultRegion": "DFW", roles: [{ id: "5", name: "identity:user-admin" }] },
      serviceCatalog: [
        { name: "cloudDNS", type: "rax:dns", endpoints: [endpoint(account, "https://dns.example.com/v1.0")] },
        {
          name: "cloudDatabases",
          type: "rax:database",
          endpoints: REGIONS.map((region) => ({ ...endpoint(account, `${troveUrl}/v1.0`), region })),
        },
      ],
    },
  };
}

function endpoint(account: Project, url: string) {
  return { publicURL: `${url}/${account.id}`, tenantId: account.id };
}
