import type { TroveProviderArgs } from "pulumi-trove";
import type { InstanceRecord, Simulator } from "../../../simulator/index.ts";
import { until } from "../harness.ts";
import { answer } from "./answer.ts";
import { connect } from "./connect.ts";
import type { Row } from "./row.ts";

interface Way extends Row {
  /** What the explicit provider is given, as far as it is not the login that works; `undefined` takes an argument away. */
  readonly login?: Readonly<Record<string, string | undefined>> | "none";
  /** The program chooses no name. */
  readonly defaultName?: true;
  /** What befalls the cloud. A row with it has a cloud of its own. */
  readonly plan?: (cloud: Simulator) => unknown;
}

const CREATE = { method: "POST", path: "/instances$" } as const;

/** Creates that fail on their way to the cloud, or on the way back: each has an explicit provider. */
export const ways: readonly Way[] = [
  {
    code: "TROVE_CONFIG",
    resource: "no-login",
    login: "none",
    says: ["The TroveProvider was given no credentials: "],
    next: "set authUrl and a login, or cloud.",
  },
  {
    code: "TROVE_CONFIG",
    resource: "no-password",
    login: { password: undefined },
    says: ["The explicit TroveProvider does not set the password "],
    next: "Give password to the TroveProvider.",
  },
  {
    code: "TROVE_CONFIG",
    resource: "endpoint-type",
    login: { endpointType: "private" },
    says: ['The explicit TroveProvider has the endpointType "private". '],
    next: "Known are public, internal and admin.",
  },
  {
    code: "TROVE_AUTH",
    resource: "wrong-password",
    login: { password: "wrong-canary" },
    says: [
      'Keystone at {auth}/auth/tokens refuses user "demo" (domain "Default") for project "demo" (domain "Default") (401: ',
      "Check the user, the password, their domain, and that the user has a role in the project. ",
      "A plain `pulumi refresh` or `pulumi destroy` uses the TroveProvider's arguments as the stack has stored them: ",
    ],
    server: {
      says: "The request you have made requires authentication",
      request: "POST /v3/auth/tokens",
      status: 401,
    },
    next: "after a change add `--run-program`, or run `pulumi up` first.",
  },
  {
    code: "TROVE_AUTH",
    resource: "unknown-project",
    login: { projectName: "nobodys" },
    says: ['refuses user "demo" (domain "Default") for project "nobodys" (domain "Default") (401: '],
    server: {
      says: "The request you have made requires authentication",
      request: "POST /v3/auth/tokens",
      status: 401,
    },
    next: "Check the user, the password, their domain, and that the user has a role in the project.",
  },
  {
    code: "TROVE_ENDPOINT",
    resource: "unknown-region",
    login: { region: "RegionNine" },
    says: [
      'Trove has no endpoint in the region "RegionNine". It has the regions "RegionOne", "RegionTwo": choose one. ',
    ],
    next: "Give region to the TroveProvider.",
  },
  {
    code: "TROVE_CONNECTION",
    resource: "connection",
    login: { authUrl: "http://127.0.0.1:9/v3" },
    says: ["POST /v3/auth/tokens: cannot connect to http://127.0.0.1:9 (ECONNREFUSED). "],
    next: "Check the address, and that the service is running and reachable.",
  },
  {
    code: "TROVE_CONNECTION",
    resource: "no-identity-service",
    plan: ({ faults }) => {
      const body = { error: { code: 503, title: "Service Unavailable", message: "Keystone is being upgraded." } };
      faults.add({ service: "keystone", path: "/auth/tokens$", times: 0, effect: answer(503, body) });
    },
    says: ["The identity service at {auth}/auth/tokens answered 503 Service Unavailable (request id "],
    server: { says: "Keystone is being upgraded", request: "POST /v3/auth/tokens", status: 503 },
    next: "Try again; if it happens again, ask the cloud's operator.",
  },
  {
    // The slowest: a request that reads is repeated once, after a minute.
    code: "TROVE_REQUEST_TIMEOUT",
    resource: "request-timeout",
    plan: ({ faults }) => faults.add({ path: "/flavors$", times: 0, effect: { type: "hang" } }),
    says: ["GET /v1.0/{project}/flavors: no response from {trove} within 60 s. "],
    next: "If it happens again, ask the cloud's operator whether the service or the network is overloaded.",
  },
  {
    code: "TROVE_UNEXPECTED_ANSWER",
    resource: "unexpected-answer",
    plan: ({ faults }) => faults.add({ path: "/flavors$", times: 0, effect: answer(200, { machines: [] }) }),
    says: ["Listing flavors failed: "],
    server: { says: "the response does not match Trove's API: flavors: ", request: "GET /flavors", status: 200 },
    next: "Check that the endpoint is Trove's, with version and project.",
  },
  {
    code: "TROVE_SERVER",
    resource: "server",
    plan: ({ faults }) => {
      const body = { instanceFault: { code: 500, message: "Internal Server Error. Please keep this ID." } };
      faults.add({ ...CREATE, times: 0, effect: answer(500, body) });
    },
    says: ['Creating instance "server" failed: Trove answered 500 instanceFault: '],
    server: { says: "Internal Server Error. Please keep this ID", request: "POST /instances", status: 500 },
    next: "Try again. If the error persists, give the request id to the cloud's operator.",
  },
  {
    code: "TROVE_RATE_LIMIT",
    resource: "rate-limit",
    plan: ({ faults }) => {
      const body = { overLimit: { code: 413, message: "This request was rate-limited.", retryAfter: "600" } };
      // Longer than a request is repeated for.
      faults.add({ ...CREATE, times: 0, effect: answer(413, body, { "retry-after": "600" }) });
    },
    says: ['Creating instance "rate-limit" failed: Trove answered 413 overLimit: '],
    server: { says: "This request was rate-limited", request: "POST /instances", status: 413 },
    next: "Wait a minute and try again, or lower the concurrency (`--parallel`).",
  },
  {
    code: "TROVE_AMBIGUOUS_CREATE",
    resource: "ambiguous",
    defaultName: true,
    plan: async (cloud) => {
      // Somebody else makes an instance of that name before the provider looks for its own.
      const { instances } = await connect(cloud);
      cloud.faults.add({ ...CREATE, effect: { type: "reset", when: "after" } });
      cloud.faults.add({ path: "/instances/detail$", nth: 2, effect: { type: "delay", seconds: 3 } });
      const makeRival = ({ name, flavor }: InstanceRecord) =>
        instances.create({ name, flavorId: flavor, volume: { size: 1 } });
      void until("the instance", () => cloud.instances().length === 1).then(() =>
        Promise.all(cloud.instances().map(makeRival)),
      );
    },
    says: [
      "Trove's answer to the creation of instance \"ambiguous-",
      '" was lost, and it may have created any of these: ',
      "{first} (",
      "{second} (",
    ],
    next: "Set adoptId to the id of the right one, and delete those that nobody uses.",
  },
  {
    code: "TROVE_UNKNOWN_OUTCOME",
    resource: "unknown-owner",
    plan: ({ faults }) => faults.add({ ...CREATE, effect: { type: "reset", when: "after" } }),
    says: [
      'Whether instance "unknown-owner" was created is not known: ',
      "Trove now lists {first} (",
      "with this name, created by this request or by someone else. ",
    ],
    next: "If you are sure that one of them belongs to this resource, set adoptId to its id; otherwise the next `pulumi up` creates another.",
  },
  {
    code: "TROVE_UNKNOWN_OUTCOME",
    resource: "unknown-outcome",
    plan: ({ faults }) => {
      faults.add({ ...CREATE, effect: { type: "reset", when: "after" } });
      const body = { forbidden: { code: 403, message: "Access was denied to this resource." } };
      faults.add({ path: "/instances/detail$", nth: 2, effect: answer(403, body) });
    },
    says: [
      'Whether instance "unknown-outcome" was created is not known: Listing instances failed: Trove answered 403 forbidden: ',
    ],
    server: { says: "Access was denied to this resource", request: "GET /instances/detail", status: 403 },
    next: "Look for it in the cloud, and set adoptId to its id if it is there: the next `pulumi up` creates another.",
  },
  {
    code: "TROVE_INTERRUPTED",
    resource: "interrupted",
    plan: ({ faults }) => {
      const body = { instance: { id: "a/b", name: "interrupted", status: "BUILD" } };
      faults.add({ ...CREATE, effect: { type: "status", status: 200, body } });
    },
    says: [
      "a/b is unfinished because of an unexpected error, which is a bug in pulumi-trove; please report it: ",
      'RangeError: Invalid id: "a/b". ',
    ],
    next: "Progress so far is saved in the state, and the next `pulumi up` continues.",
  },
];

/** What a row's provider is given. */
export function loginOf({ login = {} }: Way, { authUrl }: Simulator): TroveProviderArgs {
  if (login === "none") return {};
  const good = {
    ...{ authUrl, userName: "demo", password: "demo-password", projectName: "demo" },
    ...{ userDomainName: "Default", projectDomainName: "Default", region: "RegionOne" },
  };
  return Object.fromEntries(Object.entries({ ...good, ...login }).filter(([, value]) => value !== undefined));
}
