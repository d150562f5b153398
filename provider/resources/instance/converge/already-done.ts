import { BadRequestError } from "../../../trove/errors/bad-request-error.ts";
import { unlessNotFound } from "../../../trove/errors/is-not-found.ts";

/** 400 "already exists": an earlier request whose answer was lost did it. */
export async function ignoringExisting(request: Promise<void>): Promise<void> {
  try {
    await request;
  } catch (error) {
    if (!(error instanceof BadRequestError && /already exists/i.test(error.serverMessage ?? ""))) throw error;
  }
}

export async function ignoringMissing(request: Promise<void>): Promise<void> {
  await unlessNotFound(request);
}
