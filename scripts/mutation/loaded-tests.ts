import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { Script } from 'node:vm';
import { testGlobals } from './test-globals.js';
import { newSuite, type Suite } from './test-tree.js';

type Load = (require: (name: string) => unknown, module: { exports: unknown }, exports: unknown) => void;

const load = createRequire(import.meta.url);
const compiled = new Map<string, Load>();

/** Evaluates a bundle with new module instances, so that no mutant affects the next. */
export function loadTests(path: string): Suite {
  let run = compiled.get(path);
  if (run === undefined) {
    const text = `(function (require, module, exports) {${readFileSync(path, 'utf8')}\n})`;
    run = new Script(text, { filename: path }).runInThisContext() as Load;
    compiled.set(path, run);
  }
  const root = newSuite();
  const globals = testGlobals(root);
  const module = { exports: {} };
  run((name) => (name === '@jest/globals' ? globals : load(name)), module, module.exports);
  return root;
}
