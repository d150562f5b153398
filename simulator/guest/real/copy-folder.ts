import { chmod, chown, constants, copyFile, mkdir, readdir, stat } from "node:fs/promises";
import { join } from "node:path";
import type { SystemUser } from "./engine.ts";

/** Copies the content of a folder into an empty one, for a user. `isLeftOut` gets the names at the top. */
export async function copyFolder(
  from: string,
  to: string,
  user: SystemUser | undefined,
  isLeftOut: (name: string) => boolean = () => false,
): Promise<void> {
  const entries = await readdir(from, { withFileTypes: true });
  await Promise.all(
    entries
      .filter((entry) => !isLeftOut(entry.name))
      .map(async (entry) => {
        const [source, target] = [join(from, entry.name), join(to, entry.name)];
        if (entry.isDirectory()) {
          await mkdir(target, { mode: 0o700 });
          await copyFolder(source, target, user);
        } else if (entry.isFile()) {
          // A clone takes no time and no space, where the file system can.
          await copyFile(source, target, constants.COPYFILE_FICLONE);
          await chmod(target, (await stat(source)).mode);
        } else return;
        if (user) await chown(target, user.uid, user.gid);
      }),
  );
}
