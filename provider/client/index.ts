// `pulumi-trove/client`, for scripts: the client that the provider itself uses.
import "../check-node.ts";

export { ArgumentError } from "../core/errors/argument-error.ts";
export { CancelledError } from "../core/errors/cancelled-error.ts";
export { TroveError } from "../core/trove-error.ts";
export { ConnectionError } from "../http/errors/connection-error.ts";
export { HttpStatusError } from "../http/errors/http-status-error.ts";
export { RequestTimeoutError } from "../http/errors/request-timeout-error.ts";
export type { Cloud } from "../openstack/credentials.ts";
export { AuthError } from "../openstack/errors/auth-error.ts";
export { ConfigError } from "../openstack/errors/config-error.ts";
export { EndpointError } from "../openstack/errors/endpoint-error.ts";
export type { BackupStrategies } from "../trove/backups/backup-strategies.ts";
export type { BackupFilter, Backups } from "../trove/backups/backups.ts";
export type {
  AttachedInstance,
  ChangeConfigurationOptions,
  Configurations,
  CreateConfigurationOptions,
} from "../trove/configurations/configurations.ts";
export type { Datastores } from "../trove/datastores.ts";
export { ApiError } from "../trove/errors/api-error.ts";
export { BackupRunningError } from "../trove/errors/backup-running-error.ts";
export { isNotFound } from "../trove/errors/is-not-found.ts";
export { type MissingResource, NotFoundError } from "../trove/errors/not-found-error.ts";
export {
  BadRequestError,
  BusyError,
  ConflictError,
  ForbiddenError,
  GuestUnreachableError,
  NotImplementedError,
  QuotaError,
  RateLimitError,
  ServerError,
  UnsupportedDatastoreError,
} from "../trove/errors/status-errors.ts";
export { UnaddressableNameError } from "../trove/errors/unaddressable-name-error.ts";
export { UnexpectedAnswerError } from "../trove/errors/unexpected-answer-error.ts";
export type { Flavors } from "../trove/flavors.ts";
export type { Databases } from "../trove/guest/databases.ts";
export type { Root, RootUser } from "../trove/guest/root.ts";
export type { UserPatch, Users } from "../trove/guest/users.ts";
export type { InstancePatch } from "../trove/instances/instance-bodies.ts";
export type { InstancePageOptions, Instances } from "../trove/instances/instances.ts";
export type { Limits } from "../trove/limits/limits.ts";
export type {
  Access,
  Address,
  Backup,
  BackupStrategy,
  CallOptions,
  ConfigurationGroup,
  ConfigurationParameter,
  ConfigurationSummary,
  ConfigurationValue,
  CreateBackup,
  CreateConfiguration,
  CreateDatabase,
  CreateInstance,
  CreateUser,
  Datastore,
  DatastoreVersion,
  Flavor,
  Instance,
  Limits as ProjectLimits,
  Page,
  PageOptions,
  ReplaceConfiguration,
  SetBackupStrategy,
  User,
  UserId,
  Version,
  VolumeType,
} from "../trove/types.ts";
export type { Deadline } from "../wait/deadline.ts";
export type { StatusSpan } from "../wait/status-history.ts";
export { WaitTimeoutError } from "../wait/wait-timeout-error.ts";
export { TroveClient, type VersionsOptions } from "./trove-client.ts";
export type { AuthType, TroveCredentials } from "./trove-credentials.ts";
export { WaitFailedError } from "./wait-failed-error.ts";
export type { WaitableInstances, WaitForOptions, WaitStatus } from "./waitable-instances.ts";
