import type { AuthMethod, DomainRef, RackspaceLogin, Scope, UserRef } from "../credentials.ts";

/** Describes the user and the scope of a login, without secrets: `user "demo" (domain id "default") for project "web" (domain "Corp")`. */
export function describeLogin(auth: AuthMethod): string {
  switch (auth.type) {
    case "password":
      return `${describeUser(auth.user)}${describeScope(auth.scope)}`;
    case "token":
      return `the token${describeScope(auth.scope)}`;
    case "applicationCredential":
      return "id" in auth
        ? `the application credential with the id ${auth.id}`
        : `the application credential "${auth.name}" of ${describeUser(auth.user)}`;
    case "rackspace":
      return `user "${auth.userName}" with an API key${describeAccount(auth.account)}`;
  }
}

function describeAccount(account: RackspaceLogin["account"]): string {
  if (account === undefined) return "";
  return "id" in account ? ` for the account with the id ${account.id}` : ` for account "${account.name}"`;
}

function describeUser(user: UserRef): string {
  return "id" in user ? `the user with the id ${user.id}` : `user "${user.name}" (${describeDomain(user.domain)})`;
}

function describeScope(scope: Scope | undefined): string {
  if (scope === undefined) return "";
  if ("domain" in scope) return ` for ${describeDomain(scope.domain)}`;
  const { project } = scope;
  if ("id" in project) return ` for the project with the id ${project.id}`;
  return ` for project "${project.name}" (${describeDomain(project.domain)})`;
}

function describeDomain(domain: DomainRef): string {
  return "id" in domain ? `domain id "${domain.id}"` : `domain "${domain.name}"`;
}
