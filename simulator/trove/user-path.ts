import { unquote } from "../http/unquote.ts";

export interface UserName {
  readonly name: string;
  readonly host: string;
}

/** A last path segment as Trove's router cuts it: what follows the last dot is taken for a format. */
export function cutFormat(segment: string): { readonly id: string; readonly format: string } {
  const [, id = segment, format = ""] = /^(.+)\.([^.]+)$/s.exec(segment) ?? [];
  return { id, format };
}

/** Puts back what `cutFormat` took off, unless it is a known format (`trove/common/utils.py`, `correct_id_with_req`). */
export function restoreFormat(id: string, format: string): string {
  return format === "" || format === "json" ? id : `${id}.${format}`;
}

/** `name@host`, decoded a second time; `%` where there is no host (`unquote_user_host`). */
export function parseUserPath(id: string): UserName {
  const text = unquote(id);
  const at = text.lastIndexOf("@");
  if (at < 0 || at === text.length - 1) return { name: text, host: "%" };
  return { name: text.slice(0, at), host: text.slice(at + 1) };
}
