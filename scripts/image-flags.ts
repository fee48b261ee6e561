import { readFileSync } from 'node:fs';

/** What the image of the controller gives Node.js beside the program, as its Containerfile says. */
export function imageFlags(): readonly string[] {
  const [, command = ''] = /^CMD (.*)$/m.exec(readFileSync('Containerfile', 'utf8')) ?? [];
  const words: readonly string[] = JSON.parse(command);
  return words.slice(0, -1);
}
