import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Volume, VolumeMount } from '../objects.js';
import type { TaskSpec } from './objects.js';

/**
 * Commands of this machine that replace programs of step images, by the absolute path at which an image has the
 * program, such as `/kaniko/executor`. The steps find nothing else in that folder.
 */
export type Programs = Readonly<Record<string, readonly string[]>>;

/** How the steps of a Pod get to the programs. */
export interface InstalledPrograms {
  readonly volumes: readonly Volume[];
  readonly mounts: readonly VolumeMount[];
  /** Whether a step of the task would run one. */
  isUsedBy(spec: TaskSpec): boolean;
}

/** Writes each as an executable file below `folder`, which is made. */
export function installPrograms(folder: string, programs: Programs): InstalledPrograms {
  for (const [path, command] of Object.entries(programs)) writeProgram(join(folder, path), command);
  const folders = [...new Set(Object.keys(programs).map((path) => dirname(path)))];
  const named = folders.map((path, i) => ({ path, name: `tekton-internal-programs-${i}` }));
  return {
    volumes: named.map(({ path, name }) => ({ name, hostPath: { path: join(folder, path), type: 'Directory' } })),
    mounts: named.map(({ path, name }) => ({ name, mountPath: path, readOnly: true })),
    isUsedBy: ({ steps }) => {
      const text = JSON.stringify(steps ?? []);
      return Object.keys(programs).some((path) => text.includes(path));
    },
  };
}

function writeProgram(path: string, command: readonly string[]): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o700 });
  writeFileSync(path, `#!/bin/sh\nexec ${command.map(quoted).join(' ')} "$@"\n`);
  chmodSync(path, 0o700);
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
