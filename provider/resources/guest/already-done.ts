import { type NamedObjects, unlessGone } from "../../trove/errors/is-gone.ts";
import { BadRequestError } from "../../trove/errors/status-errors.ts";

/** 400 "already exists": an earlier request whose answer was lost did it. */
export async function ignoringExisting(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof BadRequestError && /already exists/i.test(error.serverMessage ?? ""))) throw error;
  }
}

/** 404 about one of these objects: an earlier request whose answer was lost did it, or somebody else. */
export async function ignoringMissing(request: Promise<void>, objects: NamedObjects): Promise<void> {
  await unlessGone(request, objects);
}

/** 400 to the growth of a volume of that size or larger (`trove/instance/models.py`, `resize_volume`). */
export async function ignoringGrown(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    const isGrown = /larger than the current volume/i;
    if (!(error instanceof BadRequestError && isGrown.test(error.serverMessage ?? ""))) throw error;
  }
}
