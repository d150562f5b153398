import { spawn } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import { credentials, type ServiceError } from "@grpc/grpc-js";
import providerRpc from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { providerText } from "../../provider/provider-text.ts";
import { ensurePulumi } from "../../scripts/pulumi-cli.ts";
import { root } from "../../scripts/root.ts";
import { descendants } from "../../test/support/processes.ts";
import type { Host } from "./hosts.ts";
import { cpuSecondsOfDescendants } from "./provider-usage.ts";

/** The time from the start of a host to the answer of its first request about a resource. */
export interface FirstCheck {
  readonly milliseconds: number;
  /** The CPU time of the host's processes. */
  readonly cpuMilliseconds: number;
}

/** Nothing listens there. */
const NOWHERE = "127.0.0.1:9";
const LOGIN = { authUrl: `http://${NOWHERE}/v3`, userName: "demo", password: "secret", projectName: "demo" };

/** Starts a host as the engine does, and has it check a new instance. The cloud gets no request. */
export async function measureFirstCheck(host: Host): Promise<FirstCheck> {
  const { env } = await ensurePulumi();
  const from = performance.now();
  const child = spawn(host.command, [NOWHERE], {
    cwd: join(root, "examples/quickstart"),
    env: { ...env, PULUMI_NODEJS_PROJECT: "project" },
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const [port] = await once(child.stdout, "data");
    await check(Number.parseInt(port, 10), host);
    return { milliseconds: performance.now() - from, cpuMilliseconds: cpuSecondsOfDescendants() * 1000 };
  } finally {
    const ended = once(child, "close");
    // The dynamic host runs below a shell.
    for (const { pid } of descendants()) process.kill(pid);
    await ended;
  }
}

async function check(port: number, { configPrefix, instanceType }: Host): Promise<void> {
  const client = new providerRpc.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
  try {
    await call((done) => client.configure(configuration(configPrefix), done));
    const answer = await call<messages.CheckResponse>((done) => client.check(checkOf(instanceType), done));
    const [failure] = answer.getFailuresList();
    if (failure !== undefined) throw new Error(`The check of an instance failed: ${failure.getReason()}`);
  } finally {
    client.close();
  }
}

function call<Answer>(send: (done: (error: ServiceError | null, answer: Answer) => void) => void): Promise<Answer> {
  return new Promise((resolve, reject) => {
    send((error, answer) => (error === null ? resolve(answer) : reject(error)));
  });
}

function configuration(prefix: string): messages.ConfigureRequest {
  const request = new messages.ConfigureRequest();
  const settings = Object.entries(LOGIN).map(([key, value]) => [`${prefix}${key}`, value]);
  return request.setArgs(structs.Struct.fromJavaScript(Object.fromEntries(settings)));
}

function checkOf(type: string): messages.CheckRequest {
  const request = new messages.CheckRequest();
  const urn = `urn:pulumi:test::test::${type}::db`;
  request.setUrn(urn).setType(type).setOlds(structs.Struct.fromJavaScript({}));
  const inputs = { flavor: "m1.small", volume: { size: 1 }, __provider: providerText("Instance"), __urn: urn };
  return request.setNews(structs.Struct.fromJavaScript(inputs));
}
