import { parse } from "yaml";

interface Workflow {
  readonly env: Readonly<Record<string, string>>;
  readonly jobs: Readonly<Record<string, { readonly steps: readonly { readonly run?: string }[] }>>;
}

interface Pipeline {
  readonly stages: readonly string[];
  readonly variables: Readonly<Record<string, string>>;
  readonly default: { readonly before_script: readonly string[] };
}

interface GitlabJob {
  readonly harness: string;
  readonly script: readonly string[];
}

/** A job of a CI configuration. */
export interface Job {
  readonly env: Readonly<Record<string, string>>;
  /** The commands of each shell, in the order in which the service starts them. */
  readonly shells: readonly (readonly string[])[];
}

/** The jobs in a CI configuration, in order; none for any other file. */
export function jobsOf(file: string, text: string): readonly Job[] {
  if (file.startsWith(".github/workflows/")) return jobsOfGithub(parse(text));
  return file === ".gitlab-ci.yml" ? jobsOfGitlab(parse(text)) : [];
}

/** Each step has a shell of its own. Variables and secrets are environment variables of the same name here. */
function jobsOfGithub({ env, jobs }: Workflow): readonly Job[] {
  const variables = Object.entries(env).map(([name, value]) => [
    name,
    value.replaceAll(/\$\{\{ (?:vars|secrets)\.(\w+) \}\}/g, "$$$1"),
  ]);
  return Object.values(jobs).map(({ steps }) => ({
    env: Object.fromEntries(variables),
    shells: steps.flatMap(({ run }) => (run === undefined ? [] : [run.split("\n")])),
  }));
}

/** A job is one shell. */
function jobsOfGitlab(pipeline: Pipeline): readonly Job[] {
  const { stages, variables, default: common } = pipeline;
  const jobs = Object.values(pipeline as unknown as Record<string, GitlabJob>).filter(({ script }) => script);
  return stages
    .flatMap((harness) => jobs.filter((job) => job.harness === harness))
    .map(({ script }) => ({ env: variables, shells: [[...common.before_script, ...script]] }));
}
