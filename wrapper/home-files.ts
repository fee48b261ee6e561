import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Writes settings of the CLI, unless the image or a credential has brought them. @returns what could not be written */
export function writeHomeFiles(home: string, files: Readonly<Record<string, string>>): string[] {
  return Object.entries(files).flatMap(([path, text]) => {
    try {
      mkdirSync(dirname(join(home, path)), { recursive: true });
      writeFileSync(join(home, path), text, { flag: 'wx', mode: 0o600 });
      return [];
    } catch (error) {
      const { code = 'unknown' } = error as NodeJS.ErrnoException;
      return code === 'EEXIST' ? [] : [`Cannot write ~/${path}: ${code}`];
    }
  });
}
