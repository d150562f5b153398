import { z } from "zod";
import { documented } from "../resources/schema/documented.ts";

const text = z.string().optional();
const flag = z.boolean().optional();

/**
 * The documentation of what a `TroveProvider` and the configuration `trove:<key>` accept. The readers of the settings
 * check the values: configuration has them as texts.
 */
export const providerArguments = {
  cloud: documented(text, { doc: "The name of a cloud in `clouds.yaml`." }),
  authUrl: documented(text, {
    doc: "Keystone's URL, with or without `/v3`. For Rackspace, the URL of its identity service, with or without `/v2.0`.",
  }),
  authType: documented(text, {
    doc:
      "How to log in: `password`, `v3password`, `token`, `v3token`, `v3applicationcredential`, `rackspace` or " +
      "`rackspace_apikey`.",
    default: "derived from the other settings",
  }),
  userName: documented(text, { doc: "The name of the user." }),
  userId: documented(text, { doc: "The id of the user, instead of its name and domain." }),
  password: documented(text, { doc: "The password of the user. Encrypted in state.", secret: true }),
  token: documented(text, { doc: "A Keystone token. It cannot be renewed. Encrypted in state.", secret: true }),
  apiKey: documented(text, { doc: "Rackspace's API key, with `userName`. Encrypted in state.", secret: true }),
  projectName: documented(text, { doc: "The name of the project." }),
  projectId: documented(text, {
    doc: "The id of the project, instead of its name and domain. For Rackspace the account number, which is optional.",
  }),
  tenantName: documented(text, { doc: "The older name of `projectName`." }),
  tenantId: documented(text, { doc: "The older name of `projectId`." }),
  userDomainName: documented(text, { doc: "The name of the user's domain." }),
  userDomainId: documented(text, { doc: "The id of the user's domain." }),
  projectDomainName: documented(text, { doc: "The name of the project's domain." }),
  projectDomainId: documented(text, { doc: "The id of the project's domain." }),
  domainName: documented(text, {
    doc: "The name of the domain of user and project, unless they have a domain of their own.",
  }),
  domainId: documented(text, {
    doc: "The id of the domain of user and project, unless they have a domain of their own.",
  }),
  defaultDomain: documented(text, { doc: "The id of the domain if no domain is set.", default: '"default"' }),
  applicationCredentialId: documented(text, {
    doc: "The id of an application credential. It needs no user and no project.",
  }),
  applicationCredentialName: documented(text, {
    doc: "The name of an application credential, instead of its id. It needs the user too.",
  }),
  applicationCredentialSecret: documented(text, {
    doc: "The secret of the application credential. Encrypted in state.",
    secret: true,
  }),
  region: documented(text, { doc: "The region of Trove's endpoint. Required if the cloud has several." }),
  endpointType: documented(text, {
    doc: "The interface of Trove's endpoint: `public`, `internal` or `admin`.",
    default: '"public"',
  }),
  endpointOverrides: documented(z.object({ database: z.string() }).optional(), {
    doc: '`{ database: "https://…" }` replaces the endpoint of the service catalog.',
  }),
  insecure: documented(flag, { doc: "Accept any certificate.", default: "false" }),
  cacertFile: documented(text, { doc: "The authority that signed the cloud's certificates: a path, or PEM text." }),
  cert: documented(text, {
    doc: "The client certificate: a path, or PEM text. Text that contains the key too must be given as a secret.",
  }),
  key: documented(text, { doc: "The client's key: a path, or PEM text. Encrypted in state.", secret: true }),
  resumeInterrupted: documented(flag, {
    doc:
      "Adopt the instance that an interrupted run created under a resource's default name, instead of refusing to " +
      "create another one.",
    default: "false",
  }),
  previewChecks: documented(z.enum(["on", "off"]).optional(), {
    doc:
      "Whether a preview asks the cloud for its flavors, datastore versions and volume types, and compares what it " +
      "would create with the quota: `on` or `off`.",
    default: '"on"',
  }),
};

/** The documentation of all provider arguments together. */
export const providerArgumentsDoc =
  "The credentials of one cloud, and settings of the provider for it. Neither stack configuration nor the " +
  "environment fills in what is left out. Either `cloud` names a cloud of `clouds.yaml`, and the other arguments " +
  "override its values; or `authUrl` and one login are complete by themselves. An application credential, a token " +
  "and an API key each are a login; a password needs a user and a project.";
