import type { Command, Option } from 'commander';
import { allReasons } from '../../api/explanations/all.js';
import type { Role } from '../../api/kinds/kind.js';
import { allKinds } from '../kinds.js';

/** What can be looked up to complete a word. Each answer may be empty; none throws. */
export interface Lookups {
  readonly namespaces: () => Promise<readonly string[]>;
  readonly contexts: () => Promise<readonly string[]>;
  /** `batchrun/x` and so on, of the kinds with these roles. */
  readonly objects: (...roles: Role[]) => Promise<readonly string[]>;
  /** Names in the task file that is found from here. */
  readonly tasks: () => Promise<readonly string[]>;
  /** Likewise. */
  readonly flavors: () => Promise<readonly string[]>;
}

export interface Completion {
  readonly candidates: readonly Candidate[];
  /** Whether the shell may offer file names too. */
  readonly files: boolean;
}

export interface Candidate {
  readonly word: string;
  readonly description?: string;
}

/**
 * Completes the last of `words`, which may be empty, as the command line defines it.
 *
 * @param words what follows `kubectl task`
 */
export async function complete(program: Command, words: readonly string[], lookups: Lookups): Promise<Completion> {
  const partial = words.at(-1) ?? '';
  const before = words.slice(0, -1);
  const command = commandIn(program, before);
  const options = [...(command?.options ?? []), ...program.options];
  const pending = options.find((option) => takesValue(option) && isWord(option, before.at(-1)));
  const found = await candidates(program, command, pending, partial, lookups);
  const fitting = found.filter(({ word }) => word.startsWith(partial));
  return { candidates: unique(fitting), files: pending !== undefined && namesFile(pending) };
}

const namesFile = ({ flags }: Option): boolean => /<(file|path|command)/.test(flags);

async function candidates(
  program: Command,
  command: Command | undefined,
  pending: Option | undefined,
  partial: string,
  lookups: Lookups,
): Promise<readonly Candidate[]> {
  if (pending) return (await valuesOf(pending, lookups)).map((word) => ({ word }));
  if (partial.startsWith('-')) return optionWords([...(command?.options ?? []), ...program.options]);
  if (!command) return program.commands.map((one) => ({ word: one.name(), description: one.summary() }));
  return (await argumentsOf(command, partial, lookups)).map((word) => ({ word }));
}

/** The first word that is a command; words before it belong to global options. */
const commandIn = (program: Command, words: readonly string[]): Command | undefined =>
  words
    .map((word) => program.commands.find((command) => [command.name(), ...command.aliases()].includes(word)))
    .find((command) => command !== undefined);

const takesValue = ({ required, optional }: Option): boolean => required || optional;

const isWord = ({ short, long }: Option, word: string | undefined): boolean =>
  word !== undefined && (word === short || word === long);

const optionWords = (options: readonly Option[]): Candidate[] =>
  options.flatMap(({ long, description, hidden }) => (long && !hidden ? [{ word: long, description }] : []));

async function valuesOf(
  option: Option,
  { namespaces, contexts, objects, flavors }: Lookups,
): Promise<readonly string[]> {
  if (option.argChoices) return option.argChoices;
  if (namesFile(option)) return [];
  switch (option.long) {
    case '--namespace':
      return namespaces();
    case '--context':
    case '--contexts':
      return contexts();
    case '--from':
      return objects('template');
    case '--flavor':
      return flavors();
    case '--output':
      return ['json', 'yaml', 'name', 'wide', 'jsonpath='];
    case '--status':
      return ['pending', 'running', 'paused', 'succeeded', 'failed', 'cancelled'];
    default:
      return [];
  }
}

/** The objects that an argument may name, by the name of the argument as the help shows it. */
const rolesOfArgument: Readonly<Record<string, readonly Role[]>> = {
  run: ['run'],
  batchrun: ['run'],
  'run|build': ['run', 'build'],
  'run|agent|build': ['run', 'build', 'service'],
  object: ['run', 'build', 'service'],
  template: ['template'],
  name: ['run', 'build', 'template', 'service'],
};

async function argumentsOf(command: Command, partial: string, { objects, tasks }: Lookups): Promise<readonly string[]> {
  const [argument] = command.registeredArguments;
  if (argument?.name() === 'reason|name') return allReasons;
  if (argument?.name() === 'kinds') return allKinds.map(({ resource }) => resource.plural);
  if (argument?.name() === 'task') return tasks();
  const roles = rolesOfArgument[argument?.name() ?? ''];
  if (!roles) return argument?.argChoices ?? [];
  return named([...(roles.includes('run') ? ['@latest'] : []), ...(await objects(...roles))], partial);
}

/** Names without their kind too, once a name has been begun. */
const named = (names: readonly string[], partial: string): string[] =>
  partial === '' || partial.includes('/')
    ? [...names]
    : [...names, ...names.filter((name) => name.includes('/')).map((name) => name.slice(name.indexOf('/') + 1))];

const unique = (all: readonly Candidate[]): Candidate[] => [...new Map(all.map((one) => [one.word, one])).values()];

/** Lines as kubectl and our own scripts read them: a candidate and its description each, then what the shell may add. */
export function completionLines({ candidates: found, files }: Completion): string[] {
  const noFiles = 4;
  const lines = found.map(({ word, description }) => (description ? `${word}\t${description}` : word));
  return [...lines, `:${files ? 0 : noFiles}`];
}
