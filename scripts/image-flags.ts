import { readFileSync } from 'node:fs';

/** The Node.js options of the controller's image, from its Containerfile. */
export function imageFlags(): readonly string[] {
  const [, command = ''] = /^CMD (.*)$/m.exec(readFileSync('Containerfile', 'utf8')) ?? [];
  const words: readonly string[] = JSON.parse(command);
  return words.slice(0, -1);
}
