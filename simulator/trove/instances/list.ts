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

/** Pages are ordered by id; the items of a page, newest first. */
function list(call: Call, view: (call: Call, instance: Instance) => unknown): unknown {
  const { cloud, project } = call;
  const rows = [...cloud.instances(project), ...cloud.invisibleRows(project)];
  const { items, next } = pageById(rows, call);
  // The rows of refused creates make a page shorter.
  const shown = items.flatMap(({ id }) => cloud.peek(id) ?? []);
  const newestFirst = shown.toSorted((one, other) => secondsOf(other) - secondsOf(one));
  return pageBody(
    call,
    "instances",
    newestFirst.map((instance) => view(call, instance)),
    next,
  );
}

/** Trove's database stores whole seconds: instances created in the same second stay ordered by id. */
function secondsOf({ created }: Instance): number {
  return Math.floor(created.getTime() / 1000);
}
