import type { CloudKind } from "../../test/support/cloud-options.ts";
import type { TestStack } from "../../test/support/engine.ts";
import type { Bound } from "../bound.ts";
import { type BenchCloud, withCloud } from "../measure/cloud.ts";
import { dynamicHost, type Host, pluginHost } from "../measure/hosts.ts";
import { idleResources } from "../measure/idle-resources.ts";
import { instances, plain } from "../measure/instances.ts";
import { observe } from "../measure/observe.ts";
import { lossless, mebibytes, type Report, rowOf, seconds } from "../measure/report.ts";
import { type Command, type Run, runPulumi } from "../measure/run-pulumi.ts";
import { smallYoungGeneration } from "../measure/small-young-generation.ts";
import { withStack } from "../measure/stack.ts";
import type { Outcome } from "../scenario.ts";
import type { Row } from "../table.ts";

/** Seconds. */
const boot = 2;
/** The seconds from a DELETE to the end of the instance, as `withCloud` sets them. */
const deletion = 1;
/** Requests per minute. No request waits for it, as where the operator has raised the rate limit. */
const limit = 1_000_000;
const parallel = 100;

interface Step {
  readonly what: string;
  readonly command: Command;
  /** The part of the resources that it changes. */
  readonly changes: 0 | 1;
  /** What the cloud takes for one instance. */
  readonly cloudSeconds: number;
  /** The upper bound of requests to Trove for a number of instances. */
  readonly most: (count: number) => number;
}

/** In this order: each begins where the one before ended. */
const steps: readonly Step[] = [
  { what: "up", command: "up", changes: 1, cloudSeconds: boot, most: (count) => 1.6 * count },
  { what: "up without changes", command: "up", changes: 0, cloudSeconds: 0, most: () => 0 },
  // The pages of the list, and two requests before it.
  { what: "refresh", command: "refresh", changes: 0, cloudSeconds: 0, most: (count) => Math.ceil(count / 20) + 2 },
  { what: "destroy", command: "destroy", changes: 1, cloudSeconds: deletion, most: (count) => 2.5 * count },
];

/** A stack of instances on a host, with a cloud of its own. */
interface Subject {
  readonly host: Host;
  readonly cloud: BenchCloud;
  readonly stack: TestStack;
}

/** A step of a subject, and the same step on as many idle resources. */
interface Result {
  readonly step: Step;
  readonly host: Host;
  readonly report: Report;
  readonly idle: Run;
}

/**
 * The life of a stack of `count` instances on a cloud without a rate limit, on each host, beside that of a stack of as
 * many idle resources. The provider's own share of a step is what it takes longer than that, without the seconds in which
 * the cloud builds or deletes one instance.
 */
export function scale(kind: CloudKind, count: number): Promise<Outcome> {
  return withStack(idleResources(count), smallYoungGeneration, (idle) =>
    withSubject(kind, count, dynamicHost, (dynamic) =>
      withSubject(kind, count, pluginHost, async (plugin) => {
        const rows: Row[] = [];
        const bounds: Bound[] = [];
        for (const step of steps) {
          const run = await runPulumi(idle, step.command, parallel);
          rows.push(idleRow(`${step.what}, ${count} idle`, run));
          for (const { host, cloud, stack } of [dynamic, plugin]) {
            const report = await observe(cloud, stack, step.command, parallel);
            const result = { step, host, report, idle: run };
            rows.push(subjectRow(count, result));
            bounds.push(...boundsOf(count, result));
          }
        }
        return { rows, bounds };
      }),
    ),
  );
}

function withSubject<T>(
  kind: CloudKind,
  count: number,
  host: Host,
  work: (subject: Subject) => Promise<T>,
): Promise<T> {
  const program = instances(count, plain, host.TroveInstance);
  return withCloud(
    kind,
    boot,
    (cloud) =>
      withStack(
        program,
        { ...cloud.env, ...smallYoungGeneration },
        (stack) => work({ host, cloud, stack }),
        host.name === "plugin",
      ),
    limit,
  );
}

function idleRow(what: string, { seconds: wall, memory }: Run): Row {
  return { what, figures: { wall: seconds(wall), memory: mebibytes(memory) } };
}

function subjectRow(count: number, result: Result): Row {
  const { what, figures } = rowOf(`${result.step.what}, ${count} on the ${result.host.name} host`, result.report);
  const { share, requests } = perInstance(count, result);
  return {
    what,
    figures: { ...figures, "own share each": `${share.toFixed(1)} ms`, "requests each": requests.toFixed(2) },
  };
}

/** The provider's own share in milliseconds, and the requests to Trove, both for each instance. */
function perInstance(count: number, { step, report: { run, requests }, idle }: Result) {
  return { share: ((run.seconds - idle.seconds - step.cloudSeconds) * 1000) / count, requests: requests.all / count };
}

function boundsOf(count: number, result: Result): Bound[] {
  const { step, host, report, idle } = result;
  const { share } = perInstance(count, result);
  const which = `${step.what}, ${host.name}:`;
  const wrong = [...lossless(report).map(({ figure }) => figure), Math.abs(report.run.changes - step.changes * count)];
  const memory = (report.run.memory ?? Number.NaN) / (idle.memory ?? Number.NaN);
  return [
    { what: `${which} failed, lost, duplicate or wrongly changed resources`, figure: Math.max(...wrong), most: 0 },
    { what: `${which} requests to Trove`, figure: report.requests.all, most: step.most(count) },
    { what: `${which} milliseconds for each instance`, figure: share, most: 25 },
    { what: `${which} ratio to the memory of idle`, figure: memory, most: 1.5 },
  ];
}
