import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join, resolve } from 'node:path';
import { parse } from 'yaml';
import { excessOf, mostAliases } from '../../../structural-schema/excess.js';
import type { ClusterEntry, Kubeconfig, UserEntry } from './kubeconfig.js';
import { KubeconfigError } from './kubeconfig-error.js';

/**
 * Reads files as kubectl does: of several the first to name a thing wins, and some may be missing. File names inside are
 * made absolute, from the folder of the file that has them.
 *
 * @throws KubeconfigError when none of the files exists or one is not YAML
 */
export function readKubeconfig(looked: readonly string[]): Kubeconfig {
  const files = looked.filter(existsSync);
  if (files.length === 0) {
    throw new KubeconfigError(`Cannot find a cluster: ${looked.join(', ')} does not exist`, [
      'point KUBECONFIG or --kubeconfig to the kubeconfig of your cluster',
      'no cluster at hand? `kubectl task local -f <file> --keep` leaves one up on this machine and prints the line to type',
    ]);
  }
  return merged(files.map(readFile));
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Where kubectl looks: `--kubeconfig`, else the files in `KUBECONFIG`, else `~/.kube/config`. */
export function kubeconfigFiles(flag: string | undefined, env: Environment): string[] {
  if (flag) return [flag];
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return listed.length > 0 ? listed : [join(env['HOME'] || homedir(), '.kube', 'config')];
}

function readFile(file: string): Kubeconfig {
  try {
    const config: Kubeconfig | null = parse(readFileSync(file, 'utf8'), { maxAliasCount: mostAliases });
    const excess = excessOf(config);
    if (excess) throw new Error(excess);
    return config === null || typeof config !== 'object' ? {} : absolute(config, dirname(file));
  } catch (cause) {
    const line = (cause as Error).message.split('\n', 1)[0] ?? '';
    const why = line.startsWith('Maximum call stack') ? 'the text is nested too deep' : line;
    throw new KubeconfigError(`Cannot read the kubeconfig ${file}: ${why}`, [], { cause });
  }
}

const clusterFiles = ['certificate-authority'] as const;
const userFiles = ['client-certificate', 'client-key', 'tokenFile'] as const;

function absolute(config: Kubeconfig, folder: string): Kubeconfig {
  return {
    ...config,
    clusters: config.clusters?.map((one) => ({ ...one, cluster: inFolder(one.cluster, clusterFiles, folder) })) ?? [],
    users:
      config.users?.map((one) => ({ ...one, user: withCommand(inFolder(one.user, userFiles, folder), folder) })) ?? [],
  };
}

function inFolder<Entry extends ClusterEntry | UserEntry>(
  entry: Entry | undefined,
  fields: readonly string[],
  folder: string,
): Entry {
  const paths = Object.entries(entry ?? {}).flatMap(([field, value]) =>
    fields.includes(field) && value && !isAbsolute(String(value))
      ? [[field, resolve(folder, String(value))] as const]
      : [],
  );
  return { ...entry, ...Object.fromEntries(paths) } as Entry;
}

/** A command with a path separator lies beside the file; a bare name is looked up in PATH. */
function withCommand(user: UserEntry, folder: string): UserEntry {
  const { exec } = user;
  if (!exec?.command || !/[\\/]/.test(exec.command)) return user;
  return { ...user, exec: { ...exec, command: resolve(folder, exec.command) } };
}

function merged(configs: readonly Kubeconfig[]): Kubeconfig {
  const current = configs.find((config) => config['current-context'])?.['current-context'];
  return {
    clusters: configs.flatMap(({ clusters }) => clusters ?? []),
    users: configs.flatMap(({ users }) => users ?? []),
    contexts: configs.flatMap(({ contexts }) => contexts ?? []),
    ...(current ? { 'current-context': current } : {}),
  };
}
