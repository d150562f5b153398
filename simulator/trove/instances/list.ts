import type { Call } from "../call.ts";
import { pageBody, pageById } from "../paging.ts";
import { anyInstance } from "./checks.ts";
import type { Instance } from "./instance.ts";
import { detailView, fullView, instanceView } from "./view.ts";

export function listInstances(call: Call): unknown {
  return list(call, instanceView);
}

export function listInstancesInDetail(call: Call): unknown {
  return list(call, detailView);
}

export function showInstance(call: Call): unknown {
  return { instance: fullView(call, anyInstance(call)) };
}

/** Pages go by id; within a page the newest comes first. */
function list(call: Call, view: (call: Call, instance: Instance) => unknown): unknown {
  const { items, next } = pageById(call.cloud.instances(call.project), call);
  const newestFirst = items.toSorted((one, other) => secondsOf(other) - secondsOf(one));
  return pageBody(
    call,
    "instances",
    newestFirst.map((instance) => view(call, instance)),
    next,
  );
}

/** The database keeps whole seconds: what was created in the same one stays in the order of the ids. */
function secondsOf({ created }: Instance): number {
  return Math.floor(created.getTime() / 1000);
}
