import type { Instance } from "../trove/types.ts";

/**
 * Whether the database can be used and nothing is under way. Clouds before Wallaby say HEALTHY in `status`, and have no
 * operating status (`trove/instance/models.py`).
 */
export function isInService({ status, operatingStatus }: Instance): boolean {
  return status === "HEALTHY" || (status === "ACTIVE" && ["HEALTHY", "ACTIVE"].includes(operatingStatus));
}
