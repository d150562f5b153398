import type { PulumiFn } from "@pulumi/pulumi/automation/index.js";
import { TroveInstance, type TroveInstanceArgs } from "pulumi-trove";

/** The class of an instance in programs, on either host. */
export type InstanceClass = new (name: string, args: TroveInstanceArgs) => unknown;

/** The definition of an instance: as arguments of a program and as a body for Trove. */
export interface Recipe {
  readonly args: TroveInstanceArgs;
  /** Has no name. */
  readonly body: object;
}

export const plain: Recipe = {
  args: { flavor: "m1.small", volume: { size: 1 } },
  body: { flavorRef: "2", volume: { size: 1 } },
};

const user = (index: number) => ({ name: `user${index}`, password: `password-${index}` });
const users = Array.from({ length: 10 }, (_, index) => user(index));

/** An instance with a database and ten users. */
export const withUsers: Recipe = {
  args: {
    ...plain.args,
    databases: [{ name: "app" }],
    users: users.map((one) => ({ ...one, databases: ["app"] })),
  },
  body: {
    ...plain.body,
    databases: [{ name: "app" }],
    users: users.map((one) => ({ ...one, databases: [{ name: "app" }] })),
  },
};

/** @param Instance @default the class of the dynamic host */
export function instances(count: number, { args }: Recipe = plain, Instance: InstanceClass = TroveInstance): PulumiFn {
  return async () => {
    for (let index = 0; index < count; index++) new Instance(`db-${index}`, args);
  };
}
