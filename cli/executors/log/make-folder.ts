import { lstatSync, mkdirSync } from 'node:fs';

/** Makes a folder for this user alone. @throws when there is something else of that name, such as a link */
export function makeFolder(path: string): string {
  mkdirSync(path, { recursive: true, mode: 0o700 });
  if (!lstatSync(path).isDirectory()) throw new Error(`${path} is no folder`);
  return path;
}
