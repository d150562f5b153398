// Loaded into a process before all else, with TIME_LAPSE=n in its environment: its time runs n times as fast.
const factor = Number(process.env.TIME_LAPSE);
const { now } = Date;
const began = now();
Date.now = () => began + (now() - began) * factor;

const start = globalThis.setTimeout;
const sooner = (callback: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
  start(callback, ms / factor, ...args);
globalThis.setTimeout = Object.assign(sooner, start);
