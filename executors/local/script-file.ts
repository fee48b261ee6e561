import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeTemporaryFolder } from '../process/temporary-folder.js';

/** A script on disk, readable by this user alone. */
export interface ScriptFile {
  readonly path: string;
  /** Removes it; a second time does nothing. */
  readonly remove: () => void;
}

/** Writes a script to a folder of its own, so that neither its length nor its quotes matter to the command line. */
export function writeScript(name: string, script: string): ScriptFile {
  const folder = makeTemporaryFolder();
  const path = join(folder, name.replace(/[^\w.-]/g, '-').slice(0, 100) || 'task');
  writeFileSync(path, script, { mode: 0o600 });
  return { path, remove: () => rmSync(folder, { recursive: true, force: true }) };
}
