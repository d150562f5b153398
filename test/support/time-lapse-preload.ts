// Preloaded into a process: its clock and timers run TIME_LAPSE times as fast, counted from the time TIME_LAPSE_BEGAN.
// All processes with the same values therefore have the same time.
const factor = Number(process.env.TIME_LAPSE);
const began = Number(process.env.TIME_LAPSE_BEGAN);
const { now } = Date;
Date.now = () => began + (now() - began) * factor;

const start = globalThis.setTimeout;
const sooner = (callback: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
  start(callback, ms / factor, ...args);
globalThis.setTimeout = Object.assign(sooner, start);
