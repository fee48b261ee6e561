import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { buildImage } from './build-image.js';
import { NOTICE, StandInError } from './notice.js';
import { pushImage } from './registry-folder.js';

/** Flags that change nothing where nothing is fetched, executed or sent. */
const idle = ['insecure-registry', 'skip-tls-verify-registry', 'insecure', 'skip-tls-verify', 'push-retry', 'no-push'];

interface Arguments {
  readonly words: readonly string[];
  readonly flags: ReadonlyMap<string, readonly string[]>;
}

/** What `executor` was asked for, and what it needs of the machine. */
export interface ExecutorCall {
  /** Without the program's name. */
  readonly argv: readonly string[];
  /** Where images are kept. */
  readonly registry: string;
  readonly architecture: string;
  /** `$BUILDER_OUTPUT`. */
  readonly outputFolder?: string | undefined;
  readonly print: (line: string) => void;
}

/**
 * Replaces kaniko's `/kaniko/executor`: builds into an OCI layout, and pushes one.
 *
 * @throws StandInError for a flag that it does not know, and for what buildImage and pushImage refuse
 */
export function execute(call: ExecutorCall): void {
  const { words, flags } = parse(call.argv);
  if (words[0] === 'push') push(call, words[1], flags);
  else build(call, flags);
}

function build({ architecture, print }: ExecutorCall, flags: Arguments['flags']): void {
  refuseUnknown(flags, ['context', 'dockerfile', 'oci-layout-path', 'build-arg', ...idle]);
  if (!flags.has('no-push')) throw new StandInError('the stand-in for /kaniko/executor builds with --no-push only');
  const context = resolve(required(flags, 'context').replace(/^dir:\/\//, ''));
  const dockerfile = resolve(required(flags, 'dockerfile'));
  const layout = required(flags, 'oci-layout-path');
  print(NOTICE);
  const { digest } = buildImage({ context, dockerfile, layout, architecture, print });
  const ignored = flags.get('build-arg')?.length ?? 0;
  if (ignored > 0) print(`${ignored} build argument${ignored === 1 ? '' : 's'} had nothing to change`);
  print(`${digest} holds the build context as it is`);
}

function push({ registry, outputFolder, print }: ExecutorCall, layout: string | undefined, flags: Arguments['flags']) {
  refuseUnknown(flags, ['destination', ...idle]);
  if (layout === undefined)
    throw new StandInError('the stand-in for /kaniko/executor push needs the path of an OCI layout');
  const name = required(flags, 'destination');
  const { digest } = pushImage(registry, layout, name);
  print(`${NOTICE}; and no registry was reached: ${name} was put into ${registry}`);
  if (outputFolder === undefined) return;
  mkdirSync(outputFolder, { recursive: true });
  writeFileSync(join(outputFolder, 'images'), `${JSON.stringify({ name, digest })}\n`);
}

/** `--name=value` and, for a flag that is only set, `--name`. */
function parse(argv: readonly string[]): Arguments {
  const flags = new Map<string, string[]>();
  const words: string[] = [];
  for (const word of argv) {
    const [, name, , value = 'true'] = /^--([\w-]+)(=([\s\S]*))?$/.exec(word) ?? [];
    if (name === undefined) words.push(word);
    else flags.set(name, [...(flags.get(name) ?? []), value]);
  }
  return { words, flags };
}

function refuseUnknown(flags: Arguments['flags'], known: readonly string[]): void {
  const unknown = [...flags.keys()].filter((name) => !known.includes(name));
  if (unknown.length === 0) return;
  const names = unknown.map((name) => `--${name}`).join(', ');
  throw new StandInError(`the stand-in for /kaniko/executor does not know ${names}`);
}

function required(flags: Arguments['flags'], name: string): string {
  const [value] = flags.get(name) ?? [];
  if (value === undefined) throw new StandInError(`the stand-in for /kaniko/executor needs --${name}=`);
  return value;
}
