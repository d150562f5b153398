/** A release of Trove: 18 is Zed (2022), as Debian 12 has it; 26 is the newest one (2026). */
export type TroveRelease = 18 | 26;

export const NEWEST_RELEASE: TroveRelease = 26;

/** What Trove does in one release and not in another. Each has a contract test that runs on the real releases. */
export interface Behavior {
  readonly release: TroveRelease;
  /**
   * The API holds names, passwords, hosts and character sets to MySQL's rules, whatever the datastore. Since 23 the guest
   * alone does (`trove/extensions/common/common.py`).
   */
  readonly checksMySqlRules: boolean;
  /** The datastores whose databases and users the API knows (`trove/extensions/common/models.py`, `load_and_verify`). */
  readonly withDatabases: readonly string[];
  /** A host may be an address of fewer than four numbers, or with leading zeros: netaddr took them before its 1.0. */
  readonly acceptsPartialHosts: boolean;
  /** MySQL's character set `utf8mb3` with its one collation, since 20 (`trove/common/db/mysql/data.py`). */
  readonly knowsUtf8mb3: boolean;
  /** `PUT {"instance": {}}` detaches the configuration group (`trove/instance/service.py`, `update`). */
  readonly detachesOnEmptyUpdate: boolean;
  /**
   * A group attached to a source or detached from it is attached to its replicas or detached from them; each update of a
   * source loads its replicas, which must have servers (`trove/instance/service.py`, `update`).
   */
  readonly sharesGroupsWithReplicas: boolean;
  /** `configuration: null` at creation is no group; before, it broke a foreign key (`_configuration_parse`). */
  readonly acceptsNullGroup: boolean;
  /** An upgrade to the version that an instance has is done (`_modify_instance`). */
  readonly upgradesToSameVersion: boolean;
  /** `GET /root` is false again after a DELETE (`trove/extensions/common/models.py`, `Root.load`). */
  readonly forgetsRoot: boolean;
  /** DELETE of a running backup fails on its own arithmetic (`trove/backup/models.py`, `_delete_resources`). */
  readonly failsOnRunningBackup: boolean;
  /** `trove/common/constants.py`, `VALID_LOCALITIES`. */
  readonly localities: readonly string[];
  /** Operators can set a locality for new instances (`trove/common/cfg.py`, `default_locality`). */
  readonly hasDefaultLocality: boolean;
  /** `/instances/{id}/ssl`. */
  readonly hasSsl: boolean;
  /** `volume.used_percent`, and for PostgreSQL the size of its log (`trove/instance/views.py`). */
  readonly showsVolumeDetails: boolean;
  /** Whether an instance that is being deleted is still asked for its volume (`AGENT_INVALID_STATUSES`). */
  readonly asksWhileDeleting: boolean;
  /** GET of one instance shows the addresses that it has already while it is built (`load_simple_instance_addresses`). */
  readonly showsAddressesInBuild: boolean;
  /** Lists find the servers by a tag that releases before 26 did not set (`trove/instance/models.py`, `Instances.load`). */
  readonly listsByTag: boolean;
  /** The range of a parameter counts for floats too (`trove/configuration/service.py`). */
  readonly checksFloatRange: boolean;
  /** A failed flavor resize names the flavors, not their ids (`trove/taskmanager/models.py`). */
  readonly namesFlavorsInFault: boolean;
  /** What Python's jsonschema says of an empty string or object that must not be empty: "should be non-empty" since 4.21. */
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
