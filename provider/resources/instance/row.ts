import type { Impact, Kind, Row } from "../resource.ts";

export function row(path: string, kind: Kind, impact: Impact, reason: string): Row {
  return { path, kind, impact, reason };
}
