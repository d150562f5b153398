import { unquote } from "../http/unquote.ts";

export interface UserName {
  readonly name: string;
  readonly host: string;
}

/** Splits a last path segment as Trove's router does: it treats the text after the last dot as a format. */
export function cutFormat(segment: string): { readonly id: string; readonly format: string } {
  const [, id = segment, format = ""] = /^(.+)\.([^.]+)$/s.exec(segment) ?? [];
  return { id, format };
}

/** Appends the format again unless it is a known one (`trove/common/utils.py`, `correct_id_with_req`). */
export function restoreFormat(id: string, format: string): string {
  return format === "" || format === "json" ? id : `${id}.${format}`;
}

/** Parses `name@host`, decoded a second time; the host defaults to `%` (`unquote_user_host`). */
export function parseUserPath(id: string): UserName {
  const text = unquote(id);
  const at = text.lastIndexOf("@");
  if (at < 0 || at === text.length - 1) return { name: text, host: "%" };
  return { name: text.slice(0, at), host: text.slice(at + 1) };
}
