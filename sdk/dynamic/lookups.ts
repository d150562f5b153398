// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type * as pulumi from "@pulumi/pulumi";
import type { LookupOptions } from "../lookups/options.ts";
import type {
  GetBackupArgs,
  GetBackupOutputArgs,
  GetBackupResult,
  GetBackupsArgs,
  GetBackupsOutputArgs,
  GetBackupsResult,
  GetConfigurationParametersArgs,
  GetConfigurationParametersOutputArgs,
  GetConfigurationParametersResult,
  GetDatastoresResult,
  GetFlavorsResult,
  GetInstanceArgs,
  GetInstanceOutputArgs,
  GetInstanceResult,
  GetInstancesResult,
  GetLimitsResult,
} from "../lookups/types.ts";
import { lookUp, lookUpOutput } from "./look-up.ts";

/**
 * Looks up an instance by its id or its name. It must exist, and the name must be unique in the project.
 *
 * It runs in the program's own process, with the stack configuration and the environment of that process.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 * @throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the
 * cloud does not answer
 */
export function getInstance(args: GetInstanceArgs, opts?: LookupOptions): Promise<GetInstanceResult> {
  return lookUp("getInstance", args, opts);
}

/**
 * Does the same as `getInstance`, with arguments that can be outputs. The result is secret if an argument is. It is
 * unknown in a preview if an argument is, or if the preview would create a resource that an argument comes from.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 */
export function getInstanceOutput(args: GetInstanceOutputArgs, opts?: LookupOptions): pulumi.Output<GetInstanceResult> {
  return lookUpOutput("getInstance", args, opts);
}

/**
 * Looks up all instances of the project, also those that no program manages.
 *
 * It runs in the program's own process, with the stack configuration and the environment of that process.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 * @throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the
 * cloud does not answer
 */
export function getInstances(opts?: LookupOptions): Promise<GetInstancesResult> {
  return lookUp("getInstances", {}, opts);
}

/**
 * Does the same as `getInstances`, as an output.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 */
export function getInstancesOutput(opts?: LookupOptions): pulumi.Output<GetInstancesResult> {
  return lookUpOutput("getInstances", {}, opts);
}

/**
 * Looks up the flavors that the cloud offers: the sizes of an instance.
 *
 * It runs in the program's own process, with the stack configuration and the environment of that process.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 * @throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the
 * cloud does not answer
 */
export function getFlavors(opts?: LookupOptions): Promise<GetFlavorsResult> {
  return lookUp("getFlavors", {}, opts);
}

/**
 * Does the same as `getFlavors`, as an output.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 */
export function getFlavorsOutput(opts?: LookupOptions): pulumi.Output<GetFlavorsResult> {
  return lookUpOutput("getFlavors", {}, opts);
}

/**
 * Looks up the datastores that the cloud offers, with their active versions.
 *
 * It runs in the program's own process, with the stack configuration and the environment of that process.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 * @throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the
 * cloud does not answer
 */
export function getDatastores(opts?: LookupOptions): Promise<GetDatastoresResult> {
  return lookUp("getDatastores", {}, opts);
}

/**
 * Does the same as `getDatastores`, as an output.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 */
export function getDatastoresOutput(opts?: LookupOptions): pulumi.Output<GetDatastoresResult> {
  return lookUpOutput("getDatastores", {}, opts);
}

/**
 * Looks up a backup: by its id, or by its name, its instance, or both. It must exist, and be the only one unless
 * `mostRecent` chooses one.
 *
 * It runs in the program's own process, with the stack configuration and the environment of that process.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 * @throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the
 * cloud does not answer
 */
export function getBackup(args: GetBackupArgs, opts?: LookupOptions): Promise<GetBackupResult> {
  return lookUp("getBackup", args, opts);
}

/**
 * Does the same as `getBackup`, with arguments that can be outputs. The result is secret if an argument is. It is
 * unknown in a preview if an argument is, or if the preview would create a resource that an argument comes from.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 */
export function getBackupOutput(args: GetBackupOutputArgs, opts?: LookupOptions): pulumi.Output<GetBackupResult> {
  return lookUpOutput("getBackup", args, opts);
}

/**
 * Looks up the backups of the project or of one instance, also those that no program manages.
 *
 * It runs in the program's own process, with the stack configuration and the environment of that process.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 * @throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the
 * cloud does not answer
 */
export function getBackups(args?: GetBackupsArgs, opts?: LookupOptions): Promise<GetBackupsResult> {
  return lookUp("getBackups", args, opts);
}

/**
 * Does the same as `getBackups`, with arguments that can be outputs. The result is secret if an argument is. It is
 * unknown in a preview if an argument is, or if the preview would create a resource that an argument comes from.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 */
export function getBackupsOutput(args?: GetBackupsOutputArgs, opts?: LookupOptions): pulumi.Output<GetBackupsResult> {
  return lookUpOutput("getBackups", args, opts);
}

/**
 * Looks up the parameters that a configuration group can set for a version of a datastore.
 *
 * It runs in the program's own process, with the stack configuration and the environment of that process.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 * @throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the
 * cloud does not answer
 */
export function getConfigurationParameters(
  args: GetConfigurationParametersArgs,
  opts?: LookupOptions,
): Promise<GetConfigurationParametersResult> {
  return lookUp("getConfigurationParameters", args, opts);
}

/**
 * Does the same as `getConfigurationParameters`, with arguments that can be outputs. The result is secret if an
 * argument is. It is unknown in a preview if an argument is, or if the preview would create a resource that an argument
 * comes from.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 */
export function getConfigurationParametersOutput(
  args: GetConfigurationParametersOutputArgs,
  opts?: LookupOptions,
): pulumi.Output<GetConfigurationParametersResult> {
  return lookUpOutput("getConfigurationParameters", args, opts);
}

/**
 * Looks up the quotas of the project, and the rate limits of its requests to Trove.
 *
 * It runs in the program's own process, with the stack configuration and the environment of that process.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 * @throws {pulumi.RunError} if an argument is invalid, if what is looked up does not exist or is ambiguous, or if the
 * cloud does not answer
 */
export function getLimits(opts?: LookupOptions): Promise<GetLimitsResult> {
  return lookUp("getLimits", {}, opts);
}

/**
 * Does the same as `getLimits`, as an output.
 *
 * @param opts `provider`: the `TroveProvider` of the cloud to look in
 */
export function getLimitsOutput(opts?: LookupOptions): pulumi.Output<GetLimitsResult> {
  return lookUpOutput("getLimits", {}, opts);
}
