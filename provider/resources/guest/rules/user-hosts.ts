/**
 * What a MySQL guest agent makes of a user's host, without `hostname_require_valid_ip: false` of the operator
 * (`trove/common/db/mysql/models.py`, `_is_valid_host_name`): each `%` counts as 1, and the result must be an address to
 * netaddr. Before its 1.0, which the images of newer releases have, netaddr also took fewer than four numbers, and
 * leading zeros.
 */
export type HostKind = "address" | "old address" | "no address" | "host name";

export function hostKind(host: string): HostKind {
  if (/[^\d.%]/.test(host)) return "host name";
  if (host === "%") return "address";
  const numbers = host.replaceAll("%", "1").split(".");
  const isOld = numbers.length <= 4 && numbers.every((number) => number !== "" && Number(number) <= 255);
  if (!isOld) return "no address";
  return numbers.length === 4 && numbers.every((number) => String(Number(number)) === number)
    ? "address"
    : "old address";
}
