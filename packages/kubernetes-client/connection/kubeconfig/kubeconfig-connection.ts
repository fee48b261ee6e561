import { statSync } from 'node:fs';
import { type Clock, systemClock } from '../../../work-queue/clock.js';
import type { Connection } from '../connection.js';
import { rereadAtMostEvery10s } from '../reread.js';
import { chooseContext } from './choose-context.js';
import { credentialsOf } from './credentials.js';
import { execCredential } from './exec-plugin.js';
import type { ChosenContext } from './kubeconfig.js';
import { PluginMemory } from './plugin-memory.js';
import { readKubeconfig } from './read-kubeconfig.js';

/** Which context of which files is used. */
export interface KubeconfigOptions {
  /** As `kubeconfigFiles` finds them. */
  readonly files: readonly string[];
  /** @default the current context */
  readonly context?: string | undefined;
  /** Impersonate this user, whomever the kubeconfig names. */
  readonly as?: string | undefined;
  /** Of credential plugins. */
  readonly env: Readonly<Record<string, string | undefined>>;
  readonly clock?: Clock;
}

/** Whom we talk to, in the words of the kubeconfig. */
export interface NamedConnection extends Connection {
  readonly context: string;
}

/**
 * The connection that kubectl would make. Files that change are read again; the server stays the one of the first reading.
 *
 * @throws KubeconfigError that says what is missing or wrong, credentials included
 */
export async function kubeconfigConnection(options: KubeconfigOptions): Promise<NamedConnection> {
  const { env, clock = systemClock } = options;
  const files = new ChosenFiles(options);
  const { name, namespace, cluster } = files.read();
  const memory = new PluginMemory(clock);
  const read = (refresh: boolean) => {
    const before = files.version;
    const context = files.read();
    const isStale = refresh || files.version !== before;
    return credentialsOf(context, (plugin) => memory.get(isStale, () => execCredential(plugin, context, env)));
  };
  const credentials = rereadAtMostEvery10s(read, clock);
  await credentials();
  return { server: new URL(cluster.server), namespace, context: name, credentials };
}

/** The context of some files, parsed again when one of them has changed. */
class ChosenFiles {
  version = '';
  private latest: ChosenContext | undefined;

  constructor(private readonly options: KubeconfigOptions) {}

  read(): ChosenContext {
    const { files, context, as } = this.options;
    const version = files.map((file) => statSync(file, { throwIfNoEntry: false })?.mtimeMs ?? 'missing').join();
    if (this.latest && this.version === version) return this.latest;
    const chosen = chooseContext(readKubeconfig(files), context);
    this.latest = as === undefined ? chosen : { ...chosen, user: { ...chosen.user, as } };
    this.version = version;
    return this.latest;
  }
}
