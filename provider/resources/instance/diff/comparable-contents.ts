import { askInPreview, tryLookup } from "../../cloud-lookups.ts";
import type { Context } from "../../context.ts";
import { areContentsUnsupported, changesContents } from "../../guest/contents-support.ts";
import type { InstanceInputs } from "../arguments.ts";
import type { InstanceState } from "../state.ts";

/**
 * The state for a diff, with the note that no database or user can change where that is so. The cloud is asked only where
 * the program changes some; where it does not tell, the update itself asks before it changes anything.
 */
export async function withContentsSupport(
  id: string,
  state: InstanceState,
  inputs: InstanceInputs,
  context: Context,
): Promise<InstanceState> {
  if (state.finding !== undefined || !changesContents(state, inputs)) return state;
  const ask = () => tryLookup(context, () => areContentsUnsupported(id, context));
  const isUnsupported = await (context.preview ? askInPreview(context, ask) : ask());
  return isUnsupported === true ? { ...state, contentsUnsupported: true } : state;
}
