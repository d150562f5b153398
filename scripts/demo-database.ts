import { styleText } from "node:util";
import { createConnection } from "mysql2/promise";
import { Client } from "pg";
import { z } from "zod";
import { run } from "./run.ts";

const outputs = z.object({ endpoint: z.object({ host: z.string(), port: z.number() }), password: z.string() });

interface Login {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
}

const STATEMENTS = [
  "CREATE TABLE greetings (text VARCHAR(40))",
  "INSERT INTO greetings VALUES ('hello from the declared user')",
  "SELECT text, CURRENT_USER AS login, VERSION() AS server FROM greetings",
];

/** Connects to the database of the stack's instance, as its user, and runs a few statements. Returns an exit code. */
export async function connectAsDeclared(env: NodeJS.ProcessEnv): Promise<number> {
  const command = ["stack", "output", "--show-secrets", "--json"];
  console.log(styleText("bold", `$ pulumi ${command.join(" ")}`));
  const { code, output } = await run("pulumi", command, { env, stdio: ["ignore", "pipe", "inherit"] });
  if (code !== 0) return code;
  const { endpoint, password } = outputs.parse(JSON.parse(output));
  const login = { ...endpoint, user: "app", password, database: "app" };
  console.log(styleText("bold", `$ ${clientCommand(login)}`));
  for (const row of await query(login)) console.log(row);
  return 0;
}

/** The command with which a person connects. */
function clientCommand({ host, port, user, password, database }: Login): string {
  return port === 5432
    ? `psql postgresql://${user}:${password}@${host}/${database}`
    : `mariadb --host ${host} --port ${port} --user ${user} --password=${password} ${database}`;
}

/** Runs the statements, prints each, and returns the rows of the last one. */
async function query(login: Login): Promise<readonly unknown[]> {
  const connection = await connect(login);
  try {
    let rows: readonly unknown[] = [];
    for (const statement of STATEMENTS) {
      console.log(`${login.database}> ${statement}`);
      rows = await connection.query(statement);
    }
    return rows;
  } finally {
    await connection.end();
  }
}

interface Connection {
  query(statement: string): Promise<readonly unknown[]>;
  end(): Promise<void>;
}

async function connect(login: Login): Promise<Connection> {
  if (login.port === 5432) {
    const client = new Client(login);
    await client.connect();
    return { query: async (statement) => (await client.query(statement)).rows, end: () => client.end() };
  }
  const client = await createConnection(login);
  return {
    query: async (statement) => [(await client.query(statement))[0]].flat(),
    end: () => client.end(),
  };
}
