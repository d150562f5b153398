import type { AuthMethod, RackspaceLogin, Scope, UserRef } from "../credentials.ts";

/** Makes the body of Keystone's `POST /v3/auth/tokens`, or of Rackspace's `POST /v2.0/tokens`. */
export function authRequest(auth: AuthMethod): Readonly<Record<string, unknown>> {
  switch (auth.type) {
    case "password": {
      const user = { ...userBody(auth.user), password: auth.password };
      return body({ methods: ["password"], password: { user } }, auth.scope);
    }
    case "token":
      return body({ methods: ["token"], token: { id: auth.token } }, auth.scope);
    case "applicationCredential": {
      const { secret } = auth;
      const credential =
        "id" in auth ? { id: auth.id, secret } : { name: auth.name, user: userBody(auth.user), secret };
      // An application credential has its own scope, and Keystone refuses another.
      return body({ methods: ["application_credential"], application_credential: credential }, undefined);
    }
    case "rackspace":
      return rackspaceBody(auth);
  }
}

function rackspaceBody({ userName, apiKey, account }: RackspaceLogin) {
  const tenant = account && ("id" in account ? { tenantId: account.id } : { tenantName: account.name });
  return { auth: { "RAX-KSKEY:apiKeyCredentials": { username: userName, apiKey }, ...tenant } };
}

function body(identity: object, scope: Scope | undefined) {
  return { auth: scope === undefined ? { identity } : { identity, scope } };
}

function userBody(user: UserRef): object {
  return "id" in user ? { id: user.id } : { name: user.name, domain: user.domain };
}
