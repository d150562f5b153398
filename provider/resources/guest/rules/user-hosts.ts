/**
 * How a MySQL guest agent reads a user's host, unless the operator sets `hostname_require_valid_ip: false`
 * (`trove/common/db/mysql/models.py`, `_is_valid_host_name`): it replaces each `%` by 1, and netaddr must accept the
 * result as an address. Before its 1.0, which the images of newer releases have, netaddr also accepted fewer than four
 * numbers and leading zeros.
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
