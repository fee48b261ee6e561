import { expect, test } from '@jest/globals';
import type { Command } from 'commander';
import { subjects } from '../../api/explanations/all.js';
import { agentExitCodes, commandExitCodes } from '../../api/explanations/exit-codes.js';
import { buildProgram } from '../../cli/program.js';

const explanations = [
  ...subjects.flatMap((subject) => Object.values(subject.explanations)),
  ...Object.values(agentExitCodes),
  ...Object.values(commandExitCodes),
];

/** All commands that the explanations of reasons name. */
const named = explanations.flatMap(({ see = '', act }) => [
  see,
  ...[...act.matchAll(/`([^`]+)`/g)].map(([, quoted = '']) => quoted),
]);
const commands = [...new Set(named.filter((text) => text.startsWith('kubectl task ')))];

const program = buildProgram(async () => {});
for (const command of [program, ...program.commands] as Command[])
  command.exitOverride().configureOutput({ writeErr: () => {} });

/** What it says about an argument that does not exist. */
const complaint = async (command: string): Promise<unknown> =>
  program.parseAsync(command.replaceAll(/[<>]/g, '').split(' ').slice(2), { from: 'user' }).then(
    () => undefined,
    (error: Error) => error.message,
  );

test.each(commands)('%s: the command and its options exist', async (command) =>
  expect(await complaint(command)).toBeUndefined(),
);

test('a command that does not exist is noticed', async () =>
  expect(await complaint('kubectl task logs x --nonsense')).toMatch(/nonsense/));
