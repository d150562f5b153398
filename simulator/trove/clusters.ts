import { ApiFault, badRequest, internalError } from "./api-fault.ts";
import type { Call } from "./call.ts";
import { checkDatastoreKeys, chooseVersion } from "./datastores.ts";
import { isObject } from "./json.ts";
import { pageBody, pageById } from "./paging.ts";

/** No datastore of the simulator supports clusters, as none of those whose guest agents Trove ships. */
export function listClusters(call: Call): unknown {
  const { items, next } = pageById([], call);
  return pageBody(call, "clusters", items, next);
}

export function createCluster(call: Call): never {
  const { cluster } = call.body as { cluster: { datastore: { type: string; version: string } } };
  checkDatastoreKeys(cluster.datastore);
  const { datastore, name } = chooseVersion(call.cloud, cluster.datastore);
  throw new ApiFault(501, `Clusters not supported for ${datastore}-${name}.`);
}

export function findCluster(call: Call): never {
  throw new ApiFault(404, `Cluster '${call.parameter("id")}' cannot be found.`);
}

export function actOnCluster(call: Call): never {
  const { body } = call;
  if (!isObject(body) || Object.keys(body).length === 0) throw internalError();
  if (Object.keys(body).length > 1) throw badRequest("Action request should have exactly one action specified in body");
  return findCluster(call);
}

export function noClusterRoot(): never {
  throw new ApiFault(404, "DBCluster Not Found");
}
