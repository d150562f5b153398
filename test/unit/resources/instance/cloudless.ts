import { systemClock } from "../../../../provider/core/clock.ts";
import { openSession } from "../../../../provider/openstack/open-session.ts";
import type { Context } from "../../../../provider/resources/context.ts";
import { createProcessServices } from "../../../../provider/resources/process-services.ts";
import { TroveApi } from "../../../../provider/trove/trove-api.ts";
import { deadlineIn } from "../../../../provider/wait/deadline.ts";
import { InstancePoller } from "../../../../provider/wait/instances/instance-poller.ts";

/** A context without a cloud: every request fails. */
export function cloudless(fields: Partial<Context> = {}): Context {
  const credentials = async () => {
    throw new Error("the cloud was asked");
  };
  const quiet = () => {};
  const trove = new TroveApi(openSession({ credentials }));
  return {
    trove,
    poller: new InstancePoller(trove.instances, trove, systemClock),
    clock: systemClock,
    signal: new AbortController().signal,
    log: { status: quiet, info: quiet, warn: quiet },
    deadline: deadlineIn(systemClock, 1000),
    preview: false,
    defaultName: "db-1234567",
    predecessors: [],
    ...createProcessServices({ resumeInterrupted: false, previewChecks: true }),
    ...fields,
  };
}
