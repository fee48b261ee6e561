import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { EXIT_BAD_INPUT, EXIT_TEMPORARY } from '../../../api/exit-codes.js';
import { allReasons, explanationsOf, subjects } from '../../../api/explanations/all.js';
import { agentExitCodes, commandExitCodes, controllerExitCodes } from '../../../api/explanations/exit-codes.js';
import { blockedReasons, podFailureReasons } from '../../../api/reasons.js';
import { exitCodes } from '../../../cli/exit-codes.js';
import { errorsPage } from '../../../scripts/generate/errors-page.js';

const root = new URL('../../..', import.meta.url).pathname;

const sourcesOf = (folder: string): string[] =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts') && !name.includes('test/'))
    .map((name) => readFileSync(join(root, folder, name), 'utf8').replaceAll(/\/\*[\s\S]*?\*\/|\/\/.*$/gm, ''));

/** What sets reasons: the controller, the names of its init containers, and the stand-in of one machine. */
const code = [
  ...sourcesOf('runtime'),
  ...sourcesOf('packages/embedded-cluster/tekton'),
  readFileSync(join(root, 'api/containers.ts'), 'utf8'),
].join('\n');

/** `reason: 'X'`, and the word that a function of the same role is given. */
const emitted = [
  ...sourcesOf('runtime')
    .join('\n')
    .matchAll(/(?:reason:|reason =|[a-z]\w*Reason = |pending\(|progress\()\s*'([A-Z][A-Za-z]+)'/g),
].map(([, reason = '']) => reason);

/** Words of the API server in errors that never reach a status, and the label of a metric. */
const notOurs: ReadonlySet<string> = new Set(['Timeout', 'Conflict', 'AlreadyExists', 'Unlisted']);

test('every reason that the code sets is explained', () => {
  const all = [...emitted, ...blockedReasons, ...podFailureReasons];
  expect(all.filter((reason) => !notOurs.has(reason) && explanationsOf(reason).length === 0)).toEqual([]);
  expect(new Set(emitted).size).toBeGreaterThan(40);
});

test('every reason that is explained is in the code', () =>
  expect(allReasons.filter((reason) => !code.includes(`'${reason}'`) && !code.includes(` ${reason}:`))).toEqual([]));

test('a word that is no reason has no explanation', () => {
  expect(explanationsOf('constructor')).toEqual([]);
  expect(explanationsOf('Nonsense')).toEqual([]);
});

test('the page has each reason once, at an anchor of its own', () => {
  const anchors = [...errorsPage().matchAll(/<a id="(\w+)"><\/a>/g)].map(([, id]) => id);
  expect(anchors).toEqual([...allReasons]);
});

const explained = [
  ...subjects.flatMap(({ title, explanations }) =>
    Object.entries(explanations).map(([reason, explanation]) => ({ name: `${title}: ${reason}`, ...explanation })),
  ),
  ...[agentExitCodes, commandExitCodes, controllerExitCodes].flatMap((codes) =>
    Object.entries(codes).map(([exitCode, explanation]) => ({ name: `exit code ${exitCode}`, ...explanation })),
  ),
];

test.each(explained)('$name: whole sentences', ({ means, act }) => {
  expect(means).toMatch(/^[A-Z`].*\.$/s);
  expect(act).toMatch(/^[A-Z].*\.$/s);
});

test('exit codes of agents: all that mean more than success or failure', () =>
  expect(Object.keys(agentExitCodes)).toEqual(
    expect.arrayContaining(['0', ...[...EXIT_BAD_INPUT, EXIT_TEMPORARY].map(String)]),
  ));

test('exit codes of kubectl task: all that it has, and that of a task that could not start', () => {
  const own = [...new Set<number>([...Object.values(exitCodes), 125])].sort((a, b) => a - b);
  expect(Object.keys(commandExitCodes).map(Number)).toEqual(own);
});
