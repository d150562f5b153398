import { z } from "zod";
import type { Http, HttpResponse } from "../http/http.ts";
import { withoutSlashes } from "../openstack/credentials/web-address.ts";
import { toTroveError } from "./errors/response/to-trove-error.ts";
import { wireLink } from "./request/link-wire.ts";
import { listOf } from "./request/list-of.ts";
import { parseBody } from "./request/parse-body.ts";
import type { CallOptions, Version } from "./types.ts";

const wireVersions = z.object({
  versions: listOf(
    z.object({
      id: z.string(),
      status: z.string(),
      links: listOf(wireLink).nullish(),
    }),
  ),
});

/**
 * Lists the API versions that a Trove service offers (`trove/versions.py`). Needs no credentials.
 *
 * @param url the address of the service, `http://host:8779`, or the endpoint of a project. The version and everything
 * after it are cut off, since Trove forbids `/v1.0` itself.
 */
export async function listVersions(http: Http, url: string, options: CallOptions = {}): Promise<Version[]> {
  const root = `${withoutSlashes(url.replace(/\/v\d+(?:\.\d+)?(?:\/.*)?$/, ""))}/`;
  const what = `Listing the versions of Trove at ${root}`;
  const { body, requestId } = await fetch(http, root, what, options);
  const { versions } = parseBody(wireVersions, body, what, requestId);
  return versions.map(({ id, status, links }) => ({ id, status, links: links ?? [] }));
}

async function fetch(http: Http, url: string, what: string, options: CallOptions): Promise<HttpResponse> {
  try {
    return await http.request({ method: "GET", url, ...options });
  } catch (error) {
    throw toTroveError(error, what);
  }
}
