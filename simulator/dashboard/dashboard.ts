import { readFileSync } from "node:fs";
import { refuseForeign } from "../control/foreign.ts";
import type { HttpRequest, HttpResponse } from "../http/exchange.ts";
import { prefersHtml } from "./accepts-html.ts";
import { type DashboardSources, dashboardState } from "./state.ts";

const PREFIX = "/_simulator/dashboard/";

/** The files below `files/`. The browser gets them unchanged. */
const FILES: Readonly<Record<string, string>> = {
  "dashboard.css": "text/css; charset=utf-8",
  "dashboard.js": "text/javascript; charset=utf-8",
  "dom.js": "text/javascript; charset=utf-8",
  "sections.js": "text/javascript; charset=utf-8",
  "timeline.js": "text/javascript; charset=utf-8",
  "icon.svg": "image/svg+xml",
};

/**
 * Only this server's own files run, nothing inline. With trusted types the browser also refuses every assignment of
 * HTML, such as `innerHTML`: names that clients choose can appear only as text.
 */
const HEADERS: Readonly<Record<string, string>> = {
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; base-uri 'none'; " +
    "form-action 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'; trusted-types 'none'",
  "x-content-type-options": "nosniff",
  "cross-origin-resource-policy": "same-origin",
  "cross-origin-opener-policy": "same-origin",
  "referrer-policy": "no-referrer",
  "cache-control": "no-store",
};

/**
 * The page on which a person watches the cloud: `GET /` for browsers. The page asks for the state twice a second; each
 * answer ends at once, so that no connection waits when the simulator stops, and the page finds the next simulator on
 * the same port.
 */
export function createDashboard(sources: DashboardSources): (request: HttpRequest) => HttpResponse | undefined {
  const started = Date.now();
  return (request) => {
    if (request.method !== "GET") return undefined;
    const [path = "", query = ""] = request.path.split("?");
    if (path === "/" && prefersHtml(request.headers.accept)) return guarded(request, () => page());
    if (!path.startsWith(PREFIX)) return undefined;
    const name = path.slice(PREFIX.length);
    const type = Object.hasOwn(FILES, name) ? FILES[name] : undefined;
    if (type !== undefined) return guarded(request, () => file(name, type));
    if (name !== "state") return undefined;
    const after = Number(new URLSearchParams(query).get("after")) || 0;
    return guarded(request, () => ({ status: 200, headers: HEADERS, body: dashboardState(sources, started, after) }));
  };
}

function guarded(request: HttpRequest, answer: () => HttpResponse): HttpResponse {
  return refuseForeign(request) ?? answer();
}

function page(): HttpResponse {
  const answer = file("index.html", "text/html; charset=utf-8");
  return { ...answer, headers: { ...answer.headers, vary: "accept" } };
}

function file(name: string, type: string): HttpResponse {
  const body = readFileSync(new URL(`files/${name}`, import.meta.url), "utf8");
  return { status: 200, headers: { ...HEADERS, "content-type": type }, body };
}
