import { unlessGone } from "../../../trove/errors/is-gone.ts";
import type { Instance } from "../../../trove/types.ts";
import { declarableFlavor } from "../../catalog/flavors.ts";
import type { Context } from "../../context.ts";
import type { Read } from "../../resource.ts";
import { type InstanceInputs, instanceArguments } from "../arguments.ts";
import { type InstanceState, toState } from "../state.ts";
import { declarableContents } from "./declarable-contents.ts";

/**
 * Reads an instance that no program manages: its state declares nothing. The inputs are those that a program can declare
 * so that nothing changes.
 *
 * @param before the state of an earlier read, if there was one
 * @param withInputs whether to ask the guest agent for databases and users too
 * @returns `undefined` if the instance no longer exists
 */
export async function readById(
  instance: Instance,
  before: InstanceState | undefined,
  withInputs: boolean,
  cloud: InstanceState["cloud"],
  context: Context,
): Promise<Read<InstanceInputs, InstanceState> | undefined> {
  const contents = withInputs
    ? await unlessGone(declarableContents(instance, before, context), { instance: instance.id })
    : {};
  if (contents === undefined) return undefined;
  const inputs: InstanceInputs = { ...(await reportedInputs(instance, before, context)), ...contents };
  const shown = withInputs ? inputs : { ...inputs, ...ofSource(instance) };
  // The instance may hold data, whatever its status is.
  const record = {
    wasActive: true,
    restartRequired: false,
    ...(withInputs ? { imported: true as const, unmanagedSource: instance.replicaOf } : {}),
  };
  return { state: { ...toState(shown, instance, cloud, { ...record, pending: [] }), declared: [] }, inputs };
}

/** The arguments that Trove reports. A replica has its datastore and its volume from its source: it declares neither. */
async function reportedInputs(
  instance: Instance,
  before: InstanceState | undefined,
  context: Context,
): Promise<InstanceInputs> {
  const { name, flavorId, replicaOf, configurationId } = instance;
  const access = reportedAccess(instance);
  return {
    name,
    flavor: await declarableFlavor(flavorId, before, context),
    ...(replicaOf === undefined ? ofSource(instance) : { replicaOf }),
    ...(configurationId === undefined ? {} : { configuration: configurationId }),
    ...(access === undefined ? {} : { access }),
  };
}

/** What a replica has in common with its source. Trove does not report the type of a volume. */
function ofSource({ datastore, volumeSize }: Instance): Pick<InstanceInputs, "datastore" | "volume"> {
  return { datastore: { ...datastore }, ...(volumeSize === undefined ? {} : { volume: { size: volumeSize } }) };
}

/** Trove reports nothing, or only a part, of an access that was never set. */
function reportedAccess({ access: { isPublic, allowedCidrs } }: Instance): InstanceInputs["access"] {
  return instanceArguments.access.schema.safeParse({ isPublic, allowedCidrs }).data;
}
