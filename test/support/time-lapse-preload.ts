// Loaded into a process before all else. With TIME_LAPSE=n and TIME_LAPSE_BEGAN=t in its environment, its time runs n times
// as fast since t: whenever it starts, its clock agrees with all that began then.
const factor = Number(process.env.TIME_LAPSE);
const began = Number(process.env.TIME_LAPSE_BEGAN);
const { now } = Date;
Date.now = () => began + (now() - began) * factor;

const start = globalThis.setTimeout;
const sooner = (callback: (...args: unknown[]) => void, ms = 1, ...args: unknown[]) =>
  start(callback, ms / factor, ...args);
globalThis.setTimeout = Object.assign(sooner, start);
