/** A release of Trove: 18 is Zed (2022), the one in Debian 12; 26 is the newest (2026). */
export type TroveRelease = 18 | 26;

export const NEWEST_RELEASE: TroveRelease = 26;

/** The differences between the releases. A contract test verifies each on the real releases. */
export interface Behavior {
  readonly release: TroveRelease;
  /**
   * The API applies MySQL's rules to names, passwords, hosts and character sets of every datastore. Since 23 only the
   * guest agent checks them (`trove/extensions/common/common.py`).
   */
  readonly checksMySqlRules: boolean;
  /** The datastores with databases and users in the API (`trove/extensions/common/models.py`, `load_and_verify`). */
  readonly withDatabases: readonly string[];
  /** A host may be an address of fewer than four numbers or with leading zeros, as netaddr before 1.0 accepted. */
  readonly acceptsPartialHosts: boolean;
  /** The character set `utf8mb3` with its one collation exists, since 20 (`trove/common/db/mysql/data.py`). */
  readonly knowsUtf8mb3: boolean;
  /** `PUT {"instance": {}}` detaches the configuration group (`trove/instance/service.py`, `update`). */
  readonly detachesOnEmptyUpdate: boolean;
  /**
   * Attaching a group to a source, or detaching it, does the same to its replicas. Each update of a source loads its
   * replicas, which must have servers (`trove/instance/service.py`, `update`).
   */
  readonly sharesGroupsWithReplicas: boolean;
  /** `configuration: null` in a create means no group. Earlier it violated a foreign key (`_configuration_parse`). */
  readonly acceptsNullGroup: boolean;
  /** An upgrade to the current version is performed, not skipped (`_modify_instance`). */
  readonly upgradesToSameVersion: boolean;
  /** `GET /root` is false again after a DELETE (`trove/extensions/common/models.py`, `Root.load`). */
  readonly forgetsRoot: boolean;
  /** DELETE of a running backup fails with 500, by a bug (`trove/backup/models.py`, `_delete_resources`). */
  readonly failsOnRunningBackup: boolean;
  /** The valid localities (`trove/common/constants.py`, `VALID_LOCALITIES`). */
  readonly localities: readonly string[];
  /** Operators can configure a locality for new instances (`trove/common/cfg.py`, `default_locality`). */
  readonly hasDefaultLocality: boolean;
  /** `/instances/{id}/ssl` exists. */
  readonly hasSsl: boolean;
  /** GET shows `volume.used_percent` and, for PostgreSQL, the size of its log (`trove/instance/views.py`). */
  readonly showsVolumeDetails: boolean;
  /** The guest agent is asked for the volume's usage even during a delete (`AGENT_INVALID_STATUSES`). */
  readonly asksWhileDeleting: boolean;
  /** GET of one instance shows its addresses during BUILD (`load_simple_instance_addresses`). */
  readonly showsAddressesInBuild: boolean;
  /** Lists find servers by a tag that releases before 26 did not set (`trove/instance/models.py`, `Instances.load`). */
  readonly listsByTag: boolean;
  /** A parameter's range is checked for floats too (`trove/configuration/service.py`). */
  readonly checksFloatRange: boolean;
  /** The fault of a failed flavor resize has the names of the flavors, not the ids (`trove/taskmanager/models.py`). */
  readonly namesFlavorsInFault: boolean;
  /** Python's jsonschema, since 4.21, words its error for an empty string or object as "should be non-empty". */
  readonly saysNonEmpty: boolean;
}

const ZED: Behavior = {
  release: 18,
  checksMySqlRules: true,
  withDatabases: ["mysql", "mariadb"],
  acceptsPartialHosts: true,
  knowsUtf8mb3: false,
  detachesOnEmptyUpdate: false,
  sharesGroupsWithReplicas: false,
  acceptsNullGroup: false,
  upgradesToSameVersion: false,
  forgetsRoot: false,
  failsOnRunningBackup: false,
  localities: ["affinity", "anti-affinity"],
  hasDefaultLocality: false,
  hasSsl: false,
  showsVolumeDetails: false,
  asksWhileDeleting: true,
  showsAddressesInBuild: false,
  listsByTag: false,
  checksFloatRange: false,
  namesFlavorsInFault: false,
  saysNonEmpty: false,
};

const NEWEST: Behavior = {
  release: 26,
  checksMySqlRules: false,
  withDatabases: ["mysql", "mariadb", "postgresql"],
  acceptsPartialHosts: false,
  knowsUtf8mb3: true,
  detachesOnEmptyUpdate: true,
  sharesGroupsWithReplicas: true,
  acceptsNullGroup: true,
  upgradesToSameVersion: true,
  forgetsRoot: true,
  failsOnRunningBackup: true,
  localities: ["affinity", "soft-affinity", "anti-affinity", "soft-anti-affinity"],
  hasDefaultLocality: true,
  hasSsl: true,
  showsVolumeDetails: true,
  asksWhileDeleting: false,
  showsAddressesInBuild: true,
  listsByTag: true,
  checksFloatRange: true,
  namesFlavorsInFault: true,
  saysNonEmpty: true,
};

export function behaviorOf(release: TroveRelease): Behavior {
  return release === 18 ? ZED : NEWEST;
}
