import { z } from "zod";
import { pythonText } from "../trove/python-text.ts";
import { invalid, malformed } from "./keystone-error.ts";

const reference = z.object({ id: z.string().optional(), name: z.string().optional() });
const user = reference.extend({ domain: reference.optional(), password: z.string().optional() });

const identity = z.object({
  methods: z.array(z.string()),
  password: z.object({ user: user.optional() }).optional(),
  token: z.object({ id: z.string() }).optional(),
  application_credential: reference.extend({ secret: z.string().optional(), user: user.optional() }).optional(),
});

const project = reference.extend({ domain: reference.optional() });
const scope = z.union([z.object({ project: project.optional(), domain: reference.optional() }), z.string()]);

const requestSchema = z.object({ identity, scope: scope.optional() });

export type AuthenticationRequest = z.infer<typeof requestSchema>;
export type DomainRef = z.infer<typeof reference>;
export type UserRef = z.infer<typeof user>;

const SCOPES = ["system", "project", "domain", "OS-TRUST:trust", "unscoped"];

/** The `auth` of the body of `POST /v3/auth/tokens`. Throws a `KeystoneError` 400 for a malformed one. */
export function parseAuthenticationRequest(body: unknown): AuthenticationRequest {
  if (typeof body !== "object" || body === null || Array.isArray(body)) {
    throw malformed("Expecting to find valid JSON in request body.");
  }
  const { auth } = body as { auth?: unknown };
  if (!auth) throw malformed("Expecting to find auth in request body.");
  const parsed = requestSchema.safeParse(auth);
  if (!parsed.success) throw invalid(describe(parsed.error.issues[0], auth));
  const request = parsed.data;
  checkScope((auth as { scope?: unknown }).scope);
  checkUser("identity/password/user", request.identity.password?.user);
  checkMethods(request.identity);
  return request;
}

/** The first line of the message of Python's `jsonschema`; Keystone's has the schema in it, too. */
function describe(issue: z.core.$ZodIssue | undefined, auth: unknown): string {
  const path = (issue?.path ?? []).map(String);
  const value = path.reduce<unknown>((at, key) => (at as Record<string, unknown> | null)?.[key], auth);
  const field = (steps: readonly string[]) =>
    steps.length === 0 ? "" : `Invalid input for field '${steps.join("/")}': `;
  if (value === undefined) return `${field(path.slice(0, -1))}'${path.at(-1)}' is a required property`;
  const types = path.at(-1) === "scope" ? "'object', 'string'" : `'${(issue as { expected?: string }).expected}'`;
  return `${field(path)}${pythonText(value)} is not of type ${types}`;
}

function checkScope(asked: unknown): void {
  if (asked === undefined) return;
  const found = SCOPES.filter(
    (kind) => asked === kind || (typeof asked === "object" && asked !== null && kind in asked),
  );
  if (found.length !== 1) {
    throw malformed("Expecting to find system, project, domain, OS-TRUST:trust or unscoped in scope.");
  }
  const { project: named } = asked as { project?: DomainRef };
  if (named) checkNamed("scope/project", named);
}

function checkMethods(claim: AuthenticationRequest["identity"]): void {
  for (const method of claim.methods) {
    if (!(claim as Record<string, unknown>)[method]) throw malformed(`Expecting to find ${method} in identity.`);
  }
  if (claim.password && !claim.password.user) throw malformed("Expecting to find user in None.");
  const credential = claim.application_credential;
  if (!credential || credential.id !== undefined) return;
  const place = "in application credential.";
  if (credential.name === undefined) throw malformed(`Expecting to find name or ID ${place}`);
  if (credential.user === undefined) throw malformed(`Expecting to find user ${place}`);
}

function checkUser(field: string, ref: UserRef | undefined): void {
  if (!ref) return;
  checkNamed(field, ref);
  if (ref.domain) checkNamed(`${field}/domain`, ref.domain);
}

function checkNamed(field: string, { id, name }: DomainRef): void {
  if (id === undefined && name === undefined) {
    throw invalid(`Invalid input for field ${field}: id or name must be present.`);
  }
}
