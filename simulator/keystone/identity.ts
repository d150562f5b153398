import { randomBytes, randomUUID } from "node:crypto";

export interface Project {
  readonly id: string;
  readonly name: string;
}

export interface User {
  readonly id: string;
  readonly name: string;
  readonly password: string;
  /** Names of the user's roles in each of `projects`. */
  readonly roles: readonly string[];
  readonly projects: readonly Project[];
}

export interface ApplicationCredential {
  readonly id: string;
  readonly name: string;
  readonly secret: string;
  readonly user: User;
  readonly project: Project;
}

/** The domain Default, the users demo and admin, and the projects demo, other and admin. */
export interface Identity {
  readonly demo: Project;
  readonly other: Project;
  readonly admin: Project;
  readonly users: readonly User[];
  readonly applicationCredential: ApplicationCredential;
  readonly roleIds: Readonly<Record<string, string>>;
}

export const DOMAIN = { id: "default", name: "Default" };

export function createIdentity(): Identity {
  const project = (name: string): Project => ({ id: hexId(), name });
  const [demo, other, admin] = [project("demo"), project("other"), project("admin")];
  const demoUser: User = {
    id: hexId(),
    name: "demo",
    password: "demo-password",
    roles: ["reader", "member"],
    projects: [demo, other],
  };
  const adminUser: User = {
    id: hexId(),
    name: "admin",
    password: "secret",
    roles: ["reader", "member", "admin"],
    projects: [admin],
  };
  return {
    demo,
    other,
    admin,
    users: [demoUser, adminUser],
    applicationCredential: { id: hexId(), name: "pulumi", secret: "appcred-secret", user: demoUser, project: demo },
    roleIds: { reader: hexId(), member: hexId(), admin: hexId() },
  };
}

export function hexId(): string {
  return randomUUID().replaceAll("-", "");
}

/** An `audit_id` of a token. */
export function auditId(): string {
  return randomBytes(16).toString("base64url");
}
