import type { DeclaredContents } from "../../../provider/resources/guest/declared.ts";
import type { InstanceInputs } from "../../../provider/resources/instance/arguments.ts";
import { check } from "../../../provider/resources/instance/check/check.ts";
import { createProcessServices } from "../../../provider/resources/process-services.ts";
import { cloudless } from "../../unit/resources/instance/cloudless.ts";

/** The datastore of a program, by name. */
export interface Datastore {
  readonly type: string;
  readonly version?: string;
}

/**
 * What a preview of a new or a changed instance says of its databases and users: what it refuses, and what it warns of.
 *
 * @param old what was declared before.
 */
export async function preview(
  datastore: Datastore,
  declared: DeclaredContents,
  old?: DeclaredContents,
): Promise<readonly string[]> {
  const texts: string[] = [];
  const context = cloudless({
    preview: true,
    log: { status: () => {}, info: () => {}, warn: (line) => texts.push(line) },
    ...createProcessServices({ resumeInterrupted: false, previewChecks: false }),
  });
  const inputs = (contents: DeclaredContents): InstanceInputs => ({
    name: "db",
    flavor: "1",
    volume: { size: 1 },
    datastore,
    ...contents,
  });
  const { failures } = await check(inputs(declared), old && inputs(old), context);
  return [...failures.map(({ path, reason }) => `${path}: ${reason}`), ...texts];
}
