/** The variables of the environment. */
export type Environment = Readonly<Record<string, string | undefined>>;

/** Where relative paths and `~` lead. */
export interface Folders {
  readonly cwd: string;
  readonly home: string;
}

/** What decides in which folders configuration files are looked for. */
export interface FileSources extends Folders {
  readonly env: Environment;
}

/** Everything outside the program that credentials come from. */
export interface CredentialSources extends FileSources {
  /** A value of Pulumi's configuration by its full name (`trove:authUrl`): text, boolean, number, object or `undefined`. */
  readonly config: (key: string) => unknown;
  /**
   * Whether the configuration is that of an explicit `TroveProvider`. Then only it and the cloud that it names count, and
   * never the login of the environment.
   */
  readonly explicit?: boolean | undefined;
  /** Whether the configuration is what a script gave to the client: texts name its keys alone, and do not name Pulumi. */
  readonly script?: boolean | undefined;
}
