export type { Effect, Fault } from "./faults/fault.ts";
export type { LoggedRequest } from "./http/request-log.ts";
export type { SimulatorOptions } from "./options.ts";
export { type Simulator, startSimulator } from "./simulator.ts";
export type { DatabaseRecord, Instance as InstanceRecord, UserRecord } from "./trove/instances/instance.ts";
