import { type NamedObjects, unlessGone } from "../../trove/errors/is-gone.ts";
import { BadRequestError } from "../../trove/errors/status-errors.ts";

/** Ignores a 400 "already exists": an earlier request whose answer was lost has created the object. */
export async function ignoringExisting(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof BadRequestError && /already exists/i.test(error.serverMessage ?? ""))) throw error;
  }
}

/** Ignores a 404 about one of these objects: an earlier request whose answer was lost, or someone else, deleted it. */
export async function ignoringMissing(request: Promise<void>, objects: NamedObjects): Promise<void> {
  await unlessGone(request, objects);
}
