import type { AuthenticationRequest, DomainRef, UserRef } from "./authentication-request.ts";
import { type ApplicationCredential, DOMAIN, type Identity, type Project, type User } from "./identity.ts";
import { KeystoneError, malformed, unauthorized } from "./keystone-error.ts";
import type { NewToken, Token, Tokens } from "./tokens.ts";

interface Proof {
  readonly user: User;
  readonly methods: readonly string[];
  /** The project that the credential itself is scoped to (application credentials, tokens). */
  readonly project?: Project;
  readonly parent?: Token;
  readonly credential?: ApplicationCredential;
}

/** The user and project to issue a token for. Throws a `KeystoneError`: 401 for any wrong credential. */
export function authenticate(identity: Identity, tokens: Tokens, request: AuthenticationRequest): NewToken {
  const proof = prove(identity, tokens, request);
  const { scope } = request;
  const scoped = scope !== undefined && scope !== "unscoped";
  if (proof.project) {
    if (scoped) throw scopeOfApplicationCredential();
    return { user: proof.user, methods: proof.methods, project: proof.project, credential: proof.credential };
  }
  const project = scoped ? findProject(proof.user, scope) : undefined;
  return { user: proof.user, methods: proof.methods, project, parent: proof.parent };
}

function prove(identity: Identity, tokens: Tokens, { identity: claim }: AuthenticationRequest): Proof {
  const method = claim.methods[0];
  if (method === undefined) throw unauthorized();
  if (method === "password" && claim.password) {
    const { user: asked } = claim.password;
    const user = asked && findUser(identity, asked);
    if (!user || user.password !== asked.password) throw unauthorized();
    return { user, methods: ["password"] };
  }
  if (method === "token" && claim.token) {
    const parent = tokens.find(claim.token.id);
    if (!parent) throw new KeystoneError(404, "Could not recognize Fernet token");
    return { user: parent.user, methods: [...new Set(["token", ...parent.methods])], parent };
  }
  if (method === "application_credential" && claim.application_credential) {
    return proveApplicationCredential(identity, claim.application_credential);
  }
  throw new KeystoneError(401, "Attempted to authenticate with an unsupported method.", {
    identity: { methods: ["external", "password", "token", "oauth1", "mapped", "application_credential"] },
  });
}

type ApplicationCredentialClaim = NonNullable<AuthenticationRequest["identity"]["application_credential"]>;

function proveApplicationCredential(identity: Identity, claim: ApplicationCredentialClaim): Proof {
  const known = identity.applicationCredential;
  if (claim.id !== undefined && claim.id !== known.id) {
    throw new KeystoneError(404, `Could not find Application Credential: ${claim.id}.`);
  }
  const named = claim.name === known.name && claim.user && findUser(identity, claim.user) === known.user;
  if (claim.id === undefined && !named) throw unauthorized();
  if (claim.secret !== known.secret) throw unauthorized();
  return { user: known.user, methods: ["application_credential"], project: known.project, credential: known };
}

function findUser(identity: Identity, ref: UserRef): User | undefined {
  if (ref.id !== undefined) return identity.users.find((user) => user.id === ref.id);
  if (!isDefault(ref.domain, "user")) return undefined;
  return identity.users.find((user) => user.name === ref.name);
}

function findProject(user: User, scope: NonNullable<AuthenticationRequest["scope"]>): Project {
  // No user has a role on the domain, so a domain scope is refused like an unknown project.
  const ref = (scope as { project?: { id?: string; name?: string; domain?: DomainRef } }).project;
  const found = user.projects.find((project) =>
    ref?.id === undefined ? project.name === ref?.name && isDefault(ref?.domain, "project") : project.id === ref.id,
  );
  if (!found) throw unauthorized();
  return found;
}

function isDefault(domain: DomainRef | undefined, of: "user" | "project"): boolean {
  if (!domain) throw malformed(`Expecting to find domain in ${of}.`);
  return domain.id !== undefined ? domain.id === DOMAIN.id : domain.name === DOMAIN.name;
}

function scopeOfApplicationCredential(): KeystoneError {
  const message = "Error authenticating with application credential: Application credentials cannot request a scope.";
  return new KeystoneError(401, message, { identity: {} });
}
