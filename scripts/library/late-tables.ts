import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Plugin } from 'esbuild';
import * as types from '../../packages/kubernetes-schemas/generated/types.js';
import * as wrappers from '../../plan/agent-preset/generated/wrappers.js';

const namespace = 'late-tables';
const folder = 'schemas';

/** Generated modules of long constants, by name. No module uses them while it loads. */
const tables: Readonly<Record<string, object>> = { types, wrappers };

/** Each is a file that is read when one of its constants is first used. */
export const lateTables: Plugin = {
  name: namespace,
  setup: ({ onLoad, onResolve }) => {
    onResolve({ filter: new RegExp(`/generated/(${Object.keys(tables).join('|')})\\.js$`) }, ({ path }) => ({
      path: /(\w+)\.js$/.exec(path)?.[1] ?? path,
      namespace,
    }));
    onLoad({ filter: /.*/, namespace }, ({ path }) => ({ contents: getters(path), resolveDir: '.' }));
  },
};

/** A CommonJS module with a getter for each constant. */
const getters = (name: string): string => `let table;
const load = () => (table ??= require('../${folder}/${name}.json'));
module.exports = {
${Object.keys(tables[name] ?? {})
  .map((key) => `  get ${key}() { return load().${key}; },\n`)
  .join('')}};
`;

/** The files, below the folder of the library. */
export function writeTables(library: string): void {
  mkdirSync(join(library, folder), { recursive: true });
  for (const [name, table] of Object.entries(tables))
    writeFileSync(join(library, folder, `${name}.json`), JSON.stringify({ ...table }));
}
