import { z } from "zod";
import type { Outputs, OutputsOf } from "../arguments.ts";

/** The outputs of a backup strategy, in the order of the documentation. */
export const backupStrategyOutputs = {
  projectId: { schema: z.string(), doc: "The id of the strategy's project." },
  region: { schema: z.string(), doc: "The strategy's region." },
} as const satisfies Outputs;

export type BackupStrategyOutputs = OutputsOf<typeof backupStrategyOutputs>;
