import { existsSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { delimiter, dirname, isAbsolute, join } from 'node:path';
import { parse } from 'yaml';
import { UserError } from '../errors/user-error.js';
import type { ClusterEntry, Kubeconfig, UserEntry } from './kubeconfig.js';

/**
 * The kubeconfig that kubectl would read: `--kubeconfig`, else the files in `KUBECONFIG`, else `~/.kube/config`. Of several
 * files the first to name a thing wins. File names inside are made absolute.
 *
 * @throws UserError when none of the files exists or one is not YAML
 */
export function readKubeconfig(flag: string | undefined, env: NodeJS.ProcessEnv): Kubeconfig {
  const looked = kubeconfigFiles(flag, env);
  const files = looked.filter(existsSync);
  if (files.length === 0) {
    throw new UserError(`Cannot find a cluster: ${looked.join(', ')} does not exist`, [
      'point KUBECONFIG or --kubeconfig to the kubeconfig of your cluster',
      'no cluster at hand? `npm start -- --keep` leaves one up on this machine and prints the line to type',
    ]);
  }
  return merged(files.map(readFile));
}

export function kubeconfigFiles(flag: string | undefined, env: NodeJS.ProcessEnv): string[] {
  if (flag) return [flag];
  const listed = (env['KUBECONFIG'] ?? '').split(delimiter).filter((file) => file !== '');
  return listed.length > 0 ? listed : [join(homedir(), '.kube', 'config')];
}

function readFile(file: string): Kubeconfig {
  try {
    const config: Kubeconfig | null = parse(readFileSync(file, 'utf8'));
    return config === null || typeof config !== 'object' ? {} : absolute(config, dirname(file));
  } catch (cause) {
    const why = cause instanceof Error ? cause.message.split('\n', 1)[0] : String(cause);
    throw new UserError(`Cannot read the kubeconfig ${file}: ${why}`, [], { cause });
  }
}

const clusterFiles = ['certificate-authority'] as const;
const userFiles = ['client-certificate', 'client-key', 'tokenFile'] as const;

function absolute(config: Kubeconfig, folder: string): Kubeconfig {
  return {
    ...config,
    clusters: config.clusters?.map((one) => ({ ...one, cluster: inFolder(one.cluster, clusterFiles, folder) })) ?? [],
    users: config.users?.map((one) => ({ ...one, user: inFolder(one.user, userFiles, folder) })) ?? [],
  };
}

function inFolder<Entry extends ClusterEntry | UserEntry>(
  entry: Entry | undefined,
  fields: readonly string[],
  folder: string,
): Entry {
  const entries = Object.entries(entry ?? {}).map(([field, value]) =>
    fields.includes(field) && value && !isAbsolute(String(value))
      ? [field, join(folder, String(value))]
      : [field, value],
  );
  return Object.fromEntries(entries);
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
