import type { DatabaseServer, DatabaseServers, DataCopy } from "./database-server.ts";

/** No server at all: whatever the guest agent does succeeds, and only its record remains. */
class MemoryServer implements DatabaseServer {
  readonly endpoint = undefined;
  readonly isDown = false;

  async prepare(): Promise<void> {}
  async boot(): Promise<void> {}
  async start(): Promise<void> {}
  async stop(): Promise<void> {}
  async remove(): Promise<void> {}
  async configure(): Promise<void> {}
  async allow(): Promise<void> {}
  async createDatabase(): Promise<void> {}
  async dropDatabase(): Promise<void> {}
  async createUser(): Promise<void> {}
  async dropUser(): Promise<void> {}
  async renameUser(): Promise<void> {}
  async setPassword(): Promise<void> {}
  async grant(): Promise<void> {}
  async revoke(): Promise<void> {}
  async enableRoot(): Promise<void> {}
  async disableRoot(): Promise<void> {}
  async copy(): Promise<DataCopy> {
    return { hold: () => () => {}, remove: async () => {} };
  }
  async isolate(): Promise<void> {}
  async detach(): Promise<void> {}
  async follow(): Promise<void> {}
}

export const memoryServers: DatabaseServers = {
  programs: new Map(),
  create: () => new MemoryServer(),
  close: async () => {},
};
