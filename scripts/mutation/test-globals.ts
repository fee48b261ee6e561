import { expect } from 'expect';
import { newSuite, type Step, type Suite, type Test } from './test-tree.js';

type Body = (...row: unknown[]) => unknown;

/** Snapshots need jest; here they always match. */
expect.extend({ toMatchInlineSnapshot: () => ({ pass: true, message: () => '' }) });

/** The exports of `@jest/globals` for a test file; they add what it declares to `root`. */
export function testGlobals(root: Suite): Record<string, unknown> {
  const open: Suite[] = [root];
  const within = () => open.at(-1) ?? root;
  let count = 0;

  const declareTest = (name: string, run: Step): void => {
    count += 1;
    const test: Test = { kind: 'test', id: `${count} ${name}`, run };
    within().entries.push(test);
  };
  const declareSuite = (_name: string, body: Step): void => {
    const suite = newSuite();
    within().entries.push(suite);
    open.push(suite);
    body();
    open.pop();
  };
  const hook = (kind: 'beforeAll' | 'beforeEach' | 'afterEach' | 'afterAll') => (step: Step) => {
    within()[kind].push(step);
  };
  const test = Object.assign(declareTest, { each: forEach(declareTest), skip: () => {} });
  const describe = Object.assign(declareSuite, { each: forEach(declareSuite), skip: () => {} });
  return {
    describe,
    test,
    it: test,
    expect,
    beforeAll: hook('beforeAll'),
    beforeEach: hook('beforeEach'),
    afterEach: hook('afterEach'),
    afterAll: hook('afterAll'),
  };
}

/** `each` as in jest: a row that is an array is spread. */
function forEach(declare: (name: string, body: Step) => void) {
  return (table: readonly unknown[]) => (name: string, body: Body) => {
    for (const row of table) {
      const values = Array.isArray(row) ? row : [row];
      declare(name.replace('%s', String(values[0])), () => body(...values));
    }
  };
}
