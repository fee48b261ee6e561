import { describe, expect, test } from '@jest/globals';
import { commands } from '../../cli/commands.js';
import { buildProgram } from '../../cli/program.js';

/** What `--help` prints in a terminal of 80 columns, line by line. */
function helpOf(name: string): string[] {
  const program = buildProgram(async () => undefined);
  const command = program.commands.find((one) => one.name() === name) ?? program;
  let text = '';
  const writeOut = (part: string) => {
    text += part;
  };
  command.configureOutput({ writeOut, getOutHelpWidth: () => 80 }).outputHelp();
  return text.split('\n');
}

const names = ['kubectl task', ...commands.map(({ command }) => command.name())];

describe.each(names)('help of %s', (name) => {
  test('fits into 80 columns', () => {
    expect(helpOf(name).filter((line) => line.length > 80)).toEqual([]);
  });

  test('an argument that has no description: none', () => {
    const found = commands.filter(({ command }) => command.name() === name);
    const silent = found.flatMap(({ command }) => command.registeredArguments.filter((one) => !one.description));
    expect(silent.map((one) => one.name())).toEqual([]);
  });
});

test('a command that reaches a cluster says where its other options are, once', () => {
  expect(helpOf('wait').filter((line) => line.includes('global options'))).toHaveLength(1);
  expect(helpOf('wait').filter((line) => line.includes('global options'))).toHaveLength(1);
  expect(helpOf('local').filter((line) => line.includes('global options'))).toEqual([]);
});
