import type { Program } from "../support/mini-engine.ts";

const allow = { dropDatabases: true, restart: true };

/** A series of programs. Each changes everything that can change in place. */
export const programs: readonly Program[] = [
  { one: { flavor: "m1.tiny", volume: { size: 1 } } },
  {
    one: {
      flavor: "m1.small",
      volume: { size: 1 },
      databases: { app: {}, log: {} },
      users: { "app@%": { password: "first-secret", databases: ["app"] }, "log@%": { password: "log-secret" } },
      allow,
    },
    two: { flavor: "m1.tiny", volume: { size: 1 }, databases: { app: {} } },
  },
  {
    one: {
      name: "renamed",
      flavor: "m1.small",
      volume: { size: 2 },
      databases: { app: {} },
      users: { "app@%": { password: "second-secret", databases: ["app"] }, "new@10.0.0.1": { password: "new-secret" } },
      access: { isPublic: true, allowedCidrs: ["10.0.0.0/8"] },
      allow,
    },
    two: { flavor: "m1.medium", volume: { size: 2 }, databases: { app: {}, more: {} }, allow },
    three: { flavor: "m1.tiny", volume: { size: 1 }, users: { "only@%": { password: "only-secret" } } },
  },
  {
    one: { flavor: "m1.tiny", volume: { size: 3 }, databases: {}, users: {}, allow },
    three: { flavor: "m1.tiny", volume: { size: 1 }, users: { "only@%": { password: "other-secret" } } },
  },
  {},
];
