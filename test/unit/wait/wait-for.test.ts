import assert from "node:assert/strict";
import { getEventListeners } from "node:events";
import { test } from "node:test";
import { CancelledError } from "../../../provider/core/errors/cancelled-error.ts";
import { type Log, silentLog } from "../../../provider/core/log.ts";
import { ConnectionError } from "../../../provider/http/errors/connection-error.ts";
import { deadlineIn } from "../../../provider/wait/deadline.ts";
import { createPace, quickPace } from "../../../provider/wait/pace.ts";
import { type WaitOptions, waitFor } from "../../../provider/wait/wait-for.ts";
import { WaitTimeoutError } from "../../../provider/wait/wait-timeout-error.ts";
import { ManualClock } from "./manual-clock.ts";

const minute = 60_000;
const middle = () => 0.5;

function options(clock: ManualClock, observe: () => Promise<string>, budgetMs = 60 * minute): WaitOptions<string> {
  return {
    what: 'instance "db" (4f1c) to become ACTIVE',
    observe,
    status: (value) => value,
    until: (value) => value === "ACTIVE",
    deadline: deadlineIn(clock, budgetMs),
    clock,
    pace: createPace({ firstMs: 1000, maxMs: 4000 }, middle),
  };
}

/** `BUILD` until the clock says `ms`, then `then`. */
function buildFor(clock: ManualClock, ms: number, then = "ACTIVE"): () => Promise<string> {
  return async () => (clock.now() < ms ? "BUILD" : then);
}

function recordingLog(): Log & { readonly lines: string[] } {
  const lines: string[] = [];
  return { ...silentLog, lines, status: (line) => lines.push(line) };
}

function refused(): ConnectionError {
  return new ConnectionError({ method: "GET", url: "http://127.0.0.1:1/" }, { reason: "ECONNREFUSED", sent: "no" });
}

test("returns the value that meets the condition", async () => {
  const clock = new ManualClock();
  assert.equal(await clock.run(waitFor(options(clock, buildFor(clock, 30_000)))), "ACTIVE");
  assert.ok(clock.now() >= 30_000 && clock.now() < 34_500, `over at ${clock.now()}`);
  assert.equal(clock.sleepers, 0);
});

test("returns at once if the first value meets the condition", async () => {
  const clock = new ManualClock();
  await clock.run(waitFor(options(clock, async () => "ACTIVE")));
  assert.equal(clock.now(), 0);
});

test("observes every second at first, and every four seconds in the end", async () => {
  const clock = new ManualClock();
  const looks: number[] = [];
  const observe = async () => {
    looks.push(clock.now());
    return clock.now() < 5 * minute ? "BUILD" : "ACTIVE";
  };
  await clock.run(waitFor(options(clock, observe)));
  const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
  assert.deepEqual(new Set(gaps.slice(0, 10)), new Set([1000]));
  assert.equal(gaps.at(-1), 4000);
});

test("observes often again after a new status", async () => {
  const clock = new ManualClock();
  const looks: number[] = [];
  const observe = async () => {
    looks.push(clock.now());
    return clock.now() < 5 * minute ? "BUILD" : clock.now() < 6 * minute ? "REBOOT" : "ACTIVE";
  };
  await clock.run(waitFor(options(clock, observe)));
  const reboot = looks.findIndex((at) => at >= 5 * minute);
  assert.equal((looks[reboot + 1] ?? 0) - (looks[reboot] ?? 0), 1000);
});

test("varies each pause by a tenth", async () => {
  const gapWith = async (random: number) => {
    const clock = new ManualClock();
    const looks: number[] = [];
    const observe = async () => (looks.push(clock.now()) < 2 ? "BUILD" : "ACTIVE");
    await clock.run(
      waitFor({ ...options(clock, observe), pace: createPace({ firstMs: 1000, maxMs: 4000 }, () => random) }),
    );
    return looks[1];
  };
  assert.equal(await gapWith(0), 900);
  assert.equal(await gapWith(1), 1100);
});

test("logs each new status at once, except the one that ends the wait", async () => {
  const clock = new ManualClock();
  const log = recordingLog();
  const observe = async () => (clock.now() < 10_000 ? "BUILD" : clock.now() < 30_000 ? "BACKUP" : "ACTIVE");
  await clock.run(waitFor({ ...options(clock, observe), log }));
  assert.deepEqual(
    log.lines.filter((line) => !line.includes(", ")),
    ["BUILD", "BACKUP"],
  );
});

test("a transient failure does not end the wait", async () => {
  const clock = new ManualClock();
  const observe = async () => {
    if (clock.now() > 5_000 && clock.now() < 60_000) throw refused();
    return clock.now() < minute ? "BUILD" : "ACTIVE";
  };
  assert.equal(await clock.run(waitFor(options(clock, observe))), "ACTIVE");
});

test("any other failure ends the wait with its error", async () => {
  const clock = new ManualClock();
  const gone = new Error("gone");
  const observe = async () => {
    throw gone;
  };
  await assert.rejects(clock.run(waitFor(options(clock, observe))), (error) => error === gone);
  assert.equal(clock.sleepers, 0);
});

test("an error of until ends the wait", async () => {
  const clock = new ManualClock();
  const failed = new Error("ERROR: No valid host was found.");
  const until = (value: string) => {
    if (value === "ERROR") throw failed;
    return false;
  };
  const wait = waitFor({ ...options(clock, buildFor(clock, 3000, "ERROR")), until });
  await assert.rejects(clock.run(wait), (error) => error === failed);
});

test("the timeout error has the statuses, their durations and what to do", async () => {
  const clock = new ManualClock();
  const wait = waitFor(options(clock, buildFor(clock, 58 * minute, "BACKUP")));
  await assert.rejects(clock.run(wait), (error) => {
    assert.ok(error instanceof WaitTimeoutError);
    assert.equal(error.code, "TROVE_WAIT_TIMEOUT");
    assert.deepEqual(
      error.statuses.map(({ status }) => status),
      ["BUILD", "BACKUP"],
    );
    assert.match(error.message, /instance "db" \(4f1c\) to become ACTIVE took longer than its timeout of 1 h/);
    assert.match(error.message, /BUILD for 58 m.*, BACKUP for 1 m/);
    assert.match(error.message, /customTimeouts/);
    return true;
  });
  assert.equal(clock.sleepers, 0);
});

test("observes for the last time just before the deadline", async () => {
  const clock = new ManualClock();
  const looks: number[] = [];
  const observe = async () => {
    looks.push(clock.now());
    return clock.now() >= 10 * minute - 500 ? "ACTIVE" : "BUILD";
  };
  assert.equal(await clock.run(waitFor(options(clock, observe, 10 * minute))), "ACTIVE");
  assert.equal(looks.at(-1), 10 * minute - 500);
});

test("ends at the deadline if the server never answers", async () => {
  const clock = new ManualClock();
  const wait = waitFor(options(clock, () => new Promise<string>(() => {}), 10 * minute));
  await assert.rejects(clock.run(wait), /No status was observed\./);
  assert.equal(clock.now(), 10 * minute);
  assert.equal(clock.sleepers, 0);
});

test("the timeout error has the error of the last observation", async () => {
  const clock = new ManualClock();
  const observe = async () => {
    if (clock.now() > 5000) throw refused();
    return "BUILD";
  };
  await assert.rejects(clock.run(waitFor(options(clock, observe, minute))), (error) => {
    assert.ok(error instanceof WaitTimeoutError);
    assert.match(error.message, /The last request failed: .*ECONNREFUSED/);
    assert.ok(error.cause instanceof ConnectionError);
    return true;
  });
});

test("observes once even after the deadline", async () => {
  const clock = new ManualClock();
  const passed = { at: clock.now() - 1, budgetMs: minute };
  assert.equal(await clock.run(waitFor({ ...options(clock, async () => "ACTIVE"), deadline: passed })), "ACTIVE");
  const late = waitFor({ ...options(clock, async () => "BUILD"), deadline: passed });
  await assert.rejects(clock.run(late), WaitTimeoutError);
});

test("a cancelled wait ends at once, and names the last status", async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const observe = async () => {
    if (clock.now() >= 10_000) controller.abort(new Error("Ctrl-C"));
    return "BUILD";
  };
  const wait = waitFor({ ...options(clock, observe), signal: controller.signal });
  await assert.rejects(clock.run(wait), (error) => {
    assert.ok(error instanceof CancelledError);
    assert.match(error.message, /instance "db" \(4f1c\) to become ACTIVE.*BUILD/);
    return true;
  });
  assert.equal(clock.now(), 10_000);
  assert.equal(clock.sleepers, 0);
});

test("a cancelled wait ends although the observation ignores the signal", async () => {
  const clock = new ManualClock();
  const controller = new AbortController();
  const wait = waitFor({ ...options(clock, () => new Promise<string>(() => {})), signal: controller.signal });
  controller.abort();
  await assert.rejects(wait, /nothing yet/);
  assert.equal(clock.now(), 0);
  assert.equal(clock.sleepers, 0);
});

test("a wait cancelled before it begins observes nothing", async () => {
  const clock = new ManualClock();
  let looks = 0;
  const observe = async () => {
    looks += 1;
    return "ACTIVE";
  };
  await assert.rejects(waitFor({ ...options(clock, observe), signal: AbortSignal.abort() }), CancelledError);
  assert.equal(looks, 0);
});

test("leaves no listener on its signal", async () => {
  const clock = new ManualClock();
  const { signal } = new AbortController();
  await clock.run(waitFor({ ...options(clock, buildFor(clock, minute)), signal }));
  assert.equal(getEventListeners(signal, "abort").length, 0);
});

test("aborts an observation whose result is no longer needed", async () => {
  const clock = new ManualClock();
  const signals: AbortSignal[] = [];
  const observe = (signal: AbortSignal) => {
    signals.push(signal);
    return new Promise<string>(() => {});
  };
  await assert.rejects(clock.run(waitFor({ ...options(clock, async () => ""), observe })), WaitTimeoutError);
  assert.deepEqual(
    signals.map((signal) => signal.aborted),
    [true],
  );
});

test("the quick pace doubles from a tenth of a second to a second", async () => {
  const clock = new ManualClock();
  const looks: number[] = [];
  const observe = async () => (looks.push(clock.now()) < 7 ? "BUILD" : "ACTIVE");
  await clock.run(waitFor({ ...options(clock, observe), pace: quickPace(middle) }));
  const gaps = looks.slice(1).map((at, index) => at - (looks[index] ?? 0));
  assert.deepEqual(gaps, [100, 200, 400, 800, 1000, 1000]);
});
