import { readFileSync } from "node:fs";
import { parse } from "yaml";
import type { TroveCredentials } from "../../provider/client/index.ts";
import { openApi } from "../support/cloud-api.ts";
import type { Cloud } from "../support/clouds.ts";

/** A way to log in, and what is said of it when its proof is wrong. */
export interface Login {
  readonly credentials: TroveCredentials;
  readonly wrong: TroveCredentials;
  readonly refusal: RegExp;
}

export type LoginName = "a password" | "a token" | "an application credential";

/** The three ways into Keystone, for the project demo. */
export async function keystoneLogins(cloud: Cloud): Promise<Readonly<Record<LoginName, Login>>> {
  const { authUrl } = cloud;
  const place = { authUrl, region: "RegionOne" };
  const names = { projectName: "demo", userDomainName: "Default", projectDomainName: "Default" };
  const password = { ...place, ...names, userName: "demo", password: "demo-password" };
  const token = { ...place, token: (await openApi(cloud)).token };
  const { auth } = parse(readFileSync(cloud.cloudsYaml, "utf8")).clouds.appcred;
  const applicationCredential = {
    ...place,
    applicationCredentialId: auth.application_credential_id as string,
    applicationCredentialSecret: auth.application_credential_secret as string,
  };
  return {
    "a password": {
      credentials: password,
      wrong: { ...password, password: "canary" },
      refusal:
        /^Keystone at .* refuses user "demo" \(domain "Default"\) for project "demo" .*\(401.*Check the user, the password/,
    },
    "a token": {
      credentials: token,
      wrong: { ...token, token: "canary" },
      refusal: /^Keystone at .* refuses the token \(40[14].*The token may have expired/,
    },
    "an application credential": {
      credentials: applicationCredential,
      wrong: { ...applicationCredential, applicationCredentialSecret: "canary" },
      refusal: /^Keystone at .* refuses the application credential with the id .*\(401.*Check its id and secret/,
    },
  };
}
