import { expect, test } from '@jest/globals';
import type { TaskFile } from '../../../api/generated/task-file.js';
import { formatFieldError, invalid } from '../../../packages/structural-schema/field-error.js';
import { patched } from '../../../plan/task-file/flavor.js';
import { withWantedTypes } from '../../../plan/task-file/wrong-types.js';

const file = (...patch: object[]) =>
  ({ vars: { a: '1', b: '2' }, tasks: { t: { script: 's' } }, flavors: { f: { patch } } }) as unknown as TaskFile;
const varsOf = (of: TaskFile, flavor = 'f'): unknown => {
  const found = patched(of, flavor);
  return 'error' in found ? formatFieldError(found.error) : (found.file as TaskFile).vars;
};

const cases: Record<string, { patch: object[]; want: unknown }> = {
  'no change': { patch: [], want: { a: '1', b: '2' } },
  add: { patch: [{ op: 'add', path: '/vars/c', value: '3' }], want: { a: '1', b: '2', c: '3' } },
  'replace, then remove': {
    patch: [
      { op: 'replace', path: '/vars/a', value: '3' },
      { op: 'remove', path: '/vars/b' },
    ],
    want: { a: '3' },
  },
  move: { patch: [{ op: 'move', from: '/vars/a', path: '/vars/c' }], want: { b: '2', c: '1' } },
  copy: { patch: [{ op: 'copy', from: '/vars/a', path: '/vars/b' }], want: { a: '1', b: '1' } },
  'a test that holds': { patch: [{ op: 'test', path: '/vars/a', value: '1' }], want: { a: '1', b: '2' } },
  'a value that is false is one': {
    patch: [{ op: 'add', path: '/vars/c', value: false }],
    want: { a: '1', b: '2', c: false },
  },
  'a test that does not hold': {
    patch: [{ op: 'test', path: '/vars/a', value: '2' }],
    want: 'flavors.f.patch[0].path: Invalid value: "/vars/a": the value there is another one',
  },
  'the second change has no place': {
    patch: [
      { op: 'remove', path: '/vars/a' },
      { op: 'remove', path: '/x/y' },
    ],
    want: 'flavors.f.patch[1].path: Invalid value: "/x/y": no such place in the file; add the parent first',
  },
  ...Object.fromEntries(
    [
      ['add', 'a value'],
      ['replace', 'a value'],
      ['test', 'a value'],
      ['move', 'from'],
      ['copy', 'from'],
    ].map(([op, what]) => [
      `${op} without ${what}`,
      {
        patch: [{ op, path: '/vars/a' }],
        want: expect.stringMatching(new RegExp(`^flavors\\.f\\.patch\\[0\\]: .*: op ${op} needs ${what}$`)),
      },
    ]),
  ),
};
test.each(Object.entries(cases))('%s', (_, { patch, want }) => {
  const before = file(...patch);
  expect(varsOf(before)).toEqual(want);
  expect(before).toEqual(file(...patch));
});

test.each([
  [
    'a file without flavors',
    { tasks: {} } as TaskFile,
    'f',
    /^flavors: Invalid value: "f": the file has no flavors; leave --flavor out, or add flavors$/,
  ],
  ['an unknown flavor', file(), 'zzz', /^flavors: Unsupported value: "zzz": supported values: "f"$/],
  ['the name of something that every object has', file(), 'toString', /^flavors: Unsupported value: "toString"/],
])('%s', (_, of, flavor, want) => expect(varsOf(of, flavor)).toMatch(want));

test.each([
  ['tasks', 'object', 'must be a mapping of tasks by name, such as tasks: { hello: { script: echo hello } }'],
  ['tasks.hello', 'object', 'a task is a mapping, such as { script: echo hello }'],
  ['tasks.hello.env', 'object', 'must be a mapping of values by name, such as { MODE: fast }'],
  ['vars', 'object', 'must be a mapping of values by name, such as { MODE: fast }'],
  ['defaults.env', 'object', 'must be a mapping of values by name, such as { MODE: fast }'],
  ['subtasks', 'object', 'must be a mapping'],
  ['tasks.hello.pre', 'object', 'must be a mapping'],
  ['myvars', 'object', 'must be a mapping'],
  ['tasks', 'array', 'must be a list'],
  ['a', 'string', 'must be a text; write it in quotes'],
  ['a', 'boolean', 'must be true or false, without quotes'],
  ['a', 'integer', 'must be a whole number'],
  ['a', 'integer,string', 'must be a text or a whole number; for an empty text, write ""'],
])('%s has to be of type %s: %s', (path, type, want) => {
  const error = { ...invalid(path, 'list', `in body must be of type ${type}: "list"`), type: 'TypeInvalid' as const };
  expect(withWantedTypes([error])[0]?.detail).toBe(`is of type list; ${want}`);
});
test('an error of another sort stays as it is', () => {
  const error = invalid('tasks', 1, 'in body must be of type object');
  expect(withWantedTypes([error])).toEqual([error]);
});
