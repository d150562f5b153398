/** Where the provider speaks to the person who runs it. No secret is ever passed to it. */
export interface Log {
  /** Progress that is worth a glance and no more: a host may show only the newest. */
  status(message: string): void;
  info(message: string): void;
  warn(message: string): void;
}

export const silentLog: Log = { status() {}, info() {}, warn() {} };
