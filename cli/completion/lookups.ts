import { parseArgs } from 'node:util';
import type { Kind, Role } from '../../api/kinds/kind.js';
import {
  kubeconfigFiles,
  readKubeconfig,
} from '../../packages/kubernetes-client/connection/kubeconfig/read-kubeconfig.js';
import type { GlobalOptions } from '../args/options.js';
import { allKinds } from '../kinds.js';
import type { Session } from '../session.js';
import type { Lookups } from './complete.js';

/** Limits: a completion must be fast, and more names than this are not read. */
const most = 200;

/** Looks names up in the cluster and in the task file. What cannot be looked up is empty: a completion never complains. */
export function lookupsIn(
  { cluster, directory }: Pick<Session, 'cluster' | 'directory'>,
  { kubeconfig, taskFile }: CompletionOptions,
  env: NodeJS.ProcessEnv,
): Lookups {
  const objects = async (...roles: Role[]) => {
    const kinds = roles.flatMap((wanted) => allKinds.filter(({ role }) => role === wanted));
    return (await Promise.all(kinds.map((kind) => quietly(() => namesOf(kind))))).flat();
  };
  const namesOf = async ({ resource, singular }: Kind) => {
    const connected = await cluster();
    const found = await connected.collect({ resource, namespace: connected.namespace }, newest(singular));
    return found
      .sort((a, b) => (a.created < b.created ? 1 : -1))
      .slice(0, most)
      .map(({ name }) => name);
  };
  const loaded = async () => {
    const { loadTaskFile } = await import('../executors/load-task-file.js');
    return loadTaskFile(directory, taskFile ? { filename: [taskFile] } : {}, env);
  };
  return {
    objects,
    tasks: () => quietly(async () => (await loaded()).names),
    flavors: () => quietly(async () => Object.keys((await loaded()).file.flavors ?? {})),
    namespaces: () =>
      quietly(async () => (await cluster()).collect({ resource: namespaces }, ({ metadata }) => metadata.name)),
    contexts: () =>
      quietly(async () => (readKubeconfig(kubeconfigFiles(kubeconfig, env)).contexts ?? []).map(({ name }) => name)),
  };
}

const namespaces = { group: '', version: 'v1', plural: 'namespaces', kind: 'Namespace', namespaced: false };

const newest =
  (singular: string) =>
  ({ metadata }: { metadata: { name: string; creationTimestamp?: string } }) => ({
    name: `${singular}/${metadata.name}`,
    created: metadata.creationTimestamp ?? '',
  });

async function quietly(look: () => Promise<readonly string[]>): Promise<readonly string[]> {
  try {
    return await look();
  } catch {
    return []; // not the moment to explain anything
  }
}

/** What of a command line decides where names are looked up. */
export interface CompletionOptions extends Partial<GlobalOptions> {
  /** Of `-f`. */
  readonly taskFile?: string;
}

/** The global options, and the task file, among words that may be half written. */
export function globalsIn(words: readonly string[]): CompletionOptions {
  const options = {
    namespace: { type: 'string', short: 'n' },
    context: { type: 'string' },
    kubeconfig: { type: 'string' },
    as: { type: 'string' },
  } as const;
  const { values } = parseArgs({ args: [...words], options, strict: false, allowPositionals: true });
  const texts = Object.entries(values).filter((entry): entry is [string, string] => typeof entry[1] === 'string');
  const { filename } = parseArgs({ args: [...words], options: fileOption, strict: false }).values;
  return {
    ...Object.fromEntries(texts.filter(([name]) => name in options)),
    ...(typeof filename === 'string' ? { taskFile: filename } : {}),
  };
}

/** Read on its own: `-f` means another thing to some commands. */
const fileOption = { filename: { type: 'string', short: 'f' } } as const;
