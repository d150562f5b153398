import type { FidelityRequest } from "./request.ts";
import type { Reply, Side } from "./side.ts";

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;
const TIME = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ?$/;
/** The lists that Trove orders by random ids, by times, or not at all. */
const UNORDERED = [
  "instances",
  "replicas",
  "configurations",
  "backups",
  "backup_strategies",
  "modules",
  "datastores",
  "versions",
  "quotas",
];

/**
 * The status and the body of a response without the values that each cloud has of its own: ids, times, addresses,
 * generated passwords, what is left of the rate limit, and the words of an SQL error.
 */
export function normalize(side: Side, request: FidelityRequest, { status, text, body }: Reply): string {
  const shown = body === undefined ? plain(side, text) : JSON.stringify(clean(side, request, body, []));
  return `${status} ${shown}`;
}

function clean(side: Side, request: FidelityRequest, value: unknown, path: readonly string[]): unknown {
  const key = path.at(-1) ?? "";
  if (Array.isArray(value)) return cleanList(side, request, value, path);
  if (typeof value === "object" && value !== null) {
    const entries = Object.entries(value).map(([name, item]) => [
      plain(side, name),
      clean(side, request, item, [...path, name]),
    ]);
    return Object.fromEntries(entries.sort(([one], [other]) => (String(one) < String(other) ? -1 : 1)));
  }
  if (key === "server_id" && typeof value === "number") return "<server>";
  if (key === "remaining") return "<remaining>";
  if (typeof value !== "string") return value;
  if (TIME.test(value)) return "<time>";
  if (key === "address" || path.at(-2) === "ip") return "<address>";
  if (key === "password" && request.makesPassword) return "<password>";
  return plain(side, value);
}

function cleanList(side: Side, request: FidelityRequest, items: readonly unknown[], path: readonly string[]): unknown {
  const cleaned = items.map((item) => clean(side, request, item, [...path, ""]));
  const key = path.at(-1) ?? "";
  // A page has the things with the smallest of random ids: only their number can be compared.
  if (UNORDERED.includes(key) && request.path.includes("limit=")) return `<${cleaned.length} items>`;
  if (!UNORDERED.includes(key)) return cleaned;
  return cleaned.map((item) => JSON.stringify(item)).sort();
}

/** The words of the database server or its driver, also in a fault, which breaks lines and is cut. */
const SQL_ERROR =
  /(An error occurred communicating with the guest:)\s+(?:\((?:pymysql|sqlalchemy)\.|You have an error in your SQL|Illegal mix of collations)[\s\S]*/;

function plain(side: Side, text: string): string {
  return text
    .replace(SQL_ERROR, "$1 <SQL error>")
    .replace(UUID, (id) => side.placeholder(id) ?? (/^1{8}-/.test(id) ? id : "<id>"))
    .replaceAll(side.api.projectId, "<project>")
    .replaceAll(new URL(side.api.root).host, "<host>")
    .replace(/marker=<id>|marker=\{[a-z]+:[^{}]*\}/g, "marker=<marker>");
}
