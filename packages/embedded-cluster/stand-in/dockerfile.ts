import { posix } from 'node:path';

interface Instruction {
  /** In upper case. */
  readonly keyword: string;
  readonly rest: string;
}

/** What the last stage of a Dockerfile says of the image that it would make. */
export interface ImageIntent {
  readonly entrypoint: readonly string[];
  readonly cmd: readonly string[];
  /** `NAME=value`, in order; without those that are made of other variables. */
  readonly env: readonly string[];
  /** Absolute. */
  readonly workingDir: string;
  /** Paths in the context, and the absolute paths at which they would be; in order. */
  readonly copies: readonly (readonly [source: string, target: string])[];
}

/** Reads, and executes nothing. What it does not understand it leaves out; it never throws. */
export function imageIntent(text: string): ImageIntent {
  const instructions = lastStage(instructionsOf(text));
  let workingDir = '/';
  const copies: [string, string][] = [];
  for (const { keyword, rest } of instructions) {
    if (keyword === 'WORKDIR') workingDir = posix.resolve(workingDir, unquoted(rest));
    if (keyword === 'COPY' || keyword === 'ADD') copies.push(...copiesOf(rest, workingDir));
  }
  const env = instructions.flatMap(({ keyword, rest }) => (keyword === 'ENV' ? envOf(rest) : []));
  const [entrypoint, cmd] = [commandOf(instructions, 'ENTRYPOINT'), commandOf(instructions, 'CMD')];
  return { entrypoint, cmd, env, workingDir, copies };
}

/** One per instruction, continued lines joined, without comments. */
function instructionsOf(text: string): readonly Instruction[] {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  const joined = lines.join('\n').replace(/\\[ \t]*\r?\n/g, ' ');
  return joined.split('\n').flatMap((line) => {
    const [, keyword = '', rest = ''] = /^\s*([A-Za-z]+)\s+(.*?)\s*$/.exec(line) ?? [];
    return keyword === '' ? [] : [{ keyword: keyword.toUpperCase(), rest }];
  });
}

const lastStage = (instructions: readonly Instruction[]): readonly Instruction[] =>
  instructions.slice(instructions.findLastIndex(({ keyword }) => keyword === 'FROM') + 1);

/** Of an image, only the last counts. */
function commandOf(instructions: readonly Instruction[], keyword: 'ENTRYPOINT' | 'CMD'): readonly string[] {
  const rest = instructions.findLast((instruction) => instruction.keyword === keyword)?.rest;
  return rest === undefined ? [] : (wordList(rest) ?? ['/bin/sh', '-c', rest]);
}

/** `A=1 B="two words"`, or the old form for one variable, `A two words`. */
function envOf(rest: string): string[] {
  const [, name, text] = /^([A-Za-z_]\w*)\s+(.*)$/.exec(rest) ?? [];
  const pairs = [...rest.matchAll(/([A-Za-z_]\w*)=("[^"]*"|'[^']*'|\S*)/g)].map(([, key, value = '']) => [
    key,
    unquoted(value),
  ]);
  const found = name === undefined ? pairs : [[name, text ?? '']];
  return found.filter(([, value]) => !value?.includes('$')).map((pair) => pair.join('='));
}

function copiesOf(rest: string, workingDir: string): [string, string][] {
  const plain = rest.replace(/^(--(?!from)[\w-]+(=\S+)?\s+)*/, '');
  if (plain.startsWith('--from')) return [];
  const words = wordList(plain) ?? plain.split(/\s+/).map(unquoted);
  const target = words.at(-1) ?? '';
  const sources = words.slice(0, -1);
  const isFolder = target.endsWith('/') || sources.length > 1;
  return sources.map((source) => {
    const path = posix.normalize(source).replace(/^\/+/, '').replace(/\/$/, '') || '.';
    const place = posix.resolve(workingDir, target);
    return [path, isFolder && path !== '.' ? posix.join(place, posix.basename(path)) : place];
  });
}

/** The exec form, `["node", "agent.mjs"]`; undefined for anything else. */
function wordList(text: string): readonly string[] | undefined {
  try {
    const words: unknown = JSON.parse(text);
    return Array.isArray(words) && words.every((word) => typeof word === 'string') ? words : undefined;
  } catch {
    return undefined;
  }
}

const unquoted = (word: string): string => word.replace(/^(["'])(.*)\1$/, '$2');
