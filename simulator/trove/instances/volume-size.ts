import { ApiFault, badRequest } from "../api-fault.ts";

/** GB */
const LARGEST = 25;

/** `trove/instance/models.py`, `validate_volume_size`; returns the size. */
export function checkVolumeSize(size: number | undefined): number {
  if (size === undefined) throw badRequest("Volume size was not specified.");
  if (size <= LARGEST) return size;
  throw new ApiFault(413, `Volume 'size' cannot exceed maximum of ${LARGEST} GB, ${size} cannot be accepted.`);
}
