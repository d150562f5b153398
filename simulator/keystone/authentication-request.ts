import { z } from "zod";
import { malformed } from "./keystone-error.ts";

const domain = z.union([z.object({ id: z.string() }), z.object({ name: z.string() })]);
const user = z.object({
  id: z.string().optional(),
  name: z.string().optional(),
  domain: domain.optional(),
  password: z.string().optional(),
});

const identity = z.object({
  methods: z.array(z.string()),
  password: z.object({ user }).optional(),
  token: z.object({ id: z.string() }).optional(),
  application_credential: z
    .object({
      id: z.string().optional(),
      name: z.string().optional(),
      secret: z.string().optional(),
      user: user.optional(),
    })
    .optional(),
});

const project = z.object({ id: z.string().optional(), name: z.string().optional(), domain: domain.optional() });
const scope = z.union([z.object({ project }), z.object({ domain }), z.literal("unscoped"), z.looseObject({})]);

const requestSchema = z.object({ auth: z.object({ identity, scope: scope.optional() }) });

export type AuthenticationRequest = z.infer<typeof requestSchema>["auth"];
export type DomainRef = z.infer<typeof domain>;
export type UserRef = z.infer<typeof user>;

/** The body of `POST /v3/auth/tokens`. */
export function parseAuthenticationRequest(body: unknown): AuthenticationRequest {
  const parsed = requestSchema.safeParse(body);
  if (parsed.success) return parsed.data.auth;
  const hasAuth = typeof body === "object" && body !== null && "auth" in body;
  const cause = hasAuth ? z.prettifyError(parsed.error) : "Expecting to find auth in request body.";
  throw malformed(cause);
}
