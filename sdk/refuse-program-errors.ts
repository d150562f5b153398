import * as pulumi from "@pulumi/pulumi";

/**
 * Refuses mistakes that Pulumi or its engine would only refuse during the registration, with a stack trace that does not
 * name the resource.
 *
 * @param ofHost a sentence for each option that the host cannot honor
 * @throws {pulumi.RunError} with a line for each mistake. Pulumi shows it without a stack trace.
 */
export function refuseProgramErrors(
  className: string,
  name: string,
  options: pulumi.CustomResourceOptions | undefined,
  ofHost: readonly string[] = [],
): void {
  if (typeof name !== "string" || name === "") {
    throw new pulumi.RunError(
      `${className}: the first argument must be the resource's name in the program, a string that is not empty.`,
    );
  }
  const problems = [...ofHost, ...timeoutProblems(options?.customTimeouts)];
  if (problems.length > 0) {
    throw new pulumi.RunError(problems.map((problem) => `${className} "${name}": ${problem}`).join("\n"));
  }
}

const DURATION = /^(\d+(\.\d+)?(h|ms|m|s))+$/;
const HOURS = { h: 1, m: 1 / 60, s: 1 / 3600, ms: 1 / 3_600_000 } as const;
/** Go stores a duration as nanoseconds in 63 bits (`time.ParseDuration`): 292 years. */
const MOST_HOURS = 2_562_047;

function timeoutProblems(timeouts: pulumi.CustomTimeouts | undefined): string[] {
  return Object.entries(timeouts ?? {})
    .filter(([, value]) => value !== undefined && !isDuration(value))
    .map(
      ([operation, value]) =>
        `customTimeouts.${operation} must be a duration such as "90m" or "1h30m", not ${JSON.stringify(value)}.`,
    );
}

/** Whether both Go and the provider (`provider/service/timeouts.ts`) can parse it as a duration. */
function isDuration(value: unknown): boolean {
  if (typeof value !== "string" || !DURATION.test(value)) return false;
  const parts = [...value.matchAll(/([\d.]+)(h|ms|m|s)/g)];
  const hours = parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * HOURS[unit as keyof typeof HOURS], 0);
  return hours > 0 && hours <= MOST_HOURS;
}
