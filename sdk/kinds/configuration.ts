// Written by `npm run generate` from the tables of arguments and outputs in provider/. Do not edit.

import type { Input } from "@pulumi/pulumi";

/**
 * The arguments of a `TroveConfiguration`. Removing an argument does not change the cloud: the value is no longer
 * managed. `values` is required. A preview refuses invalid arguments, by path.
 */
export interface TroveConfigurationArgs {
  /**
   * The name of the group. Trove allows several groups of one name.
   *
   * Renamed in place. Trove also applies all values to the attached instances again.
   *
   * @default the resource's name, cut to 247 characters, with 7 hex digits of the SHA-256 of its URN
   */
  name?: Input<string | undefined>;
  /**
   * A description. Removing the argument keeps the description: Trove can change one, but not remove it.
   *
   * Changed in place. Trove also applies all values to the attached instances again.
   */
  description?: Input<string | undefined>;
  /**
   * The database engine that the values are for. The group can only be attached to instances of this datastore and
   * version. If it is left out, a preview checks the values only if the cloud has a single datastore.
   *
   * A change replaces the group: the new one is created first, and instances whose `configuration` is the id of this
   * resource are changed to it before the old one is deleted.
   *
   * @default the cloud's default datastore and version
   */
  datastore?: Input<ConfigurationDatastoreArgs | undefined>;
  /**
   * All values of the group, by the name of the parameter. Each value has the type of its parameter; a string that
   * reads as that type is accepted too (`"100"`, `"true"`), and so is a number for a string parameter. An integer that
   * a number cannot hold exactly, beyond 9007199254740991, must be a string. A preview refuses unknown parameters,
   * wrong types and integers out of range, by path. Trove shows a parameter as `***` if its name contains a word such
   * as `token` or `password`: a change outside the program does not show then.
   *
   * Changed in place: a value that the program no longer declares is removed from the group. Trove applies the values
   * to the attached instances, one after the other. Values that require a restart take effect after it: the restart is
   * performed with `allow.restart`; otherwise a warning names the instances.
   */
  values: Input<Record<string, Input<string | number | boolean>>>;
  /**
   * Consents to changes that interrupt service.
   *
   * Recorded in the state. Nothing changes in the cloud.
   */
  allow?: Input<ConfigurationAllowArgs | undefined>;
}

export interface ConfigurationDatastoreArgs {
  /**
   * The datastore, by name or by id: `mysql`, `mariadb`, `postgresql`, …
   *
   * @default the cloud's
   */
  type?: Input<string | undefined>;
  /**
   * The version, by name or by id.
   *
   * @default the datastore's
   */
  version?: Input<string | undefined>;
}

export interface ConfigurationAllowArgs {
  /**
   * Restart the databases of attached instances, one after the other, when a change of the group requires it. An
   * instance that waited for a restart before the change needs its own `allow.restart`.
   *
   * When set to true, restarts that earlier changes of the group require are performed.
   *
   * @default false
   */
  restart?: Input<boolean | undefined>;
}

export interface ConfigurationDatastore {
  readonly type?: string;
  readonly version?: string;
}

export interface ConfigurationAllow {
  readonly restart?: boolean;
}
