import { type ParseArgsConfig, parseArgs } from 'node:util';
import { type LogLevel, logLevels } from '../observability/logger.js';

export interface Settings {
  /** Undefined: `KUBECONFIG`, else the Pod's service account, else ~/.kube/config. */
  readonly kubeconfig?: string;
  /** Not empty; undefined for all namespaces. */
  readonly watchNamespaces?: readonly string[];
  readonly leaderElect: boolean;
  /** 0 for none. */
  readonly metricsPort: number;
  readonly logLevel: LogLevel;
  /** Days; undefined to keep finished runs forever. */
  readonly ttlDays?: number;
  /** Days; undefined for `ttlDays`. */
  readonly failedTTLDays?: number;
}

/** One setting: a flag, and a variable that the flag overrides. */
export interface Setting {
  readonly flag: string;
  readonly variable: string;
  readonly fallback: string;
  /** For --help and docs/operations.md. */
  readonly meaning: string;
}

export const settings = {
  kubeconfig: {
    flag: 'kubeconfig',
    variable: 'KUBECONFIG',
    fallback: '',
    meaning: "Path of the kubeconfig; default the Pod's service account, otherwise ~/.kube/config.",
  },
  watchNamespaces: {
    flag: 'watch-namespaces',
    variable: 'WATCH_NAMESPACES',
    fallback: '',
    meaning: 'Namespaces to watch, separated by commas, each with a Role for the controller; default all.',
  },
  leaderElect: {
    flag: 'leader-elect',
    variable: 'LEADER_ELECT',
    fallback: 'false',
    meaning: 'Set to true with several replicas: only the holder of the Lease kubetask-controller reconciles.',
  },
  metricsPort: {
    flag: 'metrics-port',
    variable: 'METRICS_PORT',
    fallback: '8080',
    meaning: 'Port of /healthz, /readyz and /metrics; 0 for none.',
  },
  logLevel: {
    flag: 'log-level',
    variable: 'LOG_LEVEL',
    fallback: 'info',
    meaning: `One of ${logLevels.join(', ')}.`,
  },
  ttlDays: {
    flag: 'ttl-days',
    variable: 'TTL_DAYS',
    fallback: '',
    meaning:
      'Days after which finished runs that were created at run time are deleted, and the Jobs and Pods of committed runs; default never.',
  },
  failedTTLDays: {
    flag: 'failed-ttl-days',
    variable: 'FAILED_TTL_DAYS',
    fallback: '',
    meaning: 'The same for failed runs; default TTL_DAYS.',
  },
} as const satisfies Record<keyof Settings, Setting>;

export type Command =
  | { readonly kind: 'Run'; readonly settings: Settings }
  | { readonly kind: 'Help' | 'Version' }
  /** Everything that is wrong, one line each. */
  | { readonly kind: 'Refuse'; readonly problems: readonly string[] };

type Env = Readonly<Record<string, string | undefined>>;

/** What the command line and the environment ask for. Pure; never throws. */
export function readCommand(args: readonly string[], env: Env): Command {
  const problems: string[] = [];
  const { values, positionals } = parseArgs({ args: [...args], options: flags, strict: false, allowPositionals: true });
  if (values['help']) return { kind: 'Help' };
  if (values['version']) return { kind: 'Version' };
  const known = new Set(Object.keys(flags));
  for (const flag of Object.keys(values)) if (!known.has(flag)) problems.push(`unknown flag --${flag}; see --help`);
  for (const word of positionals) problems.push(`unknown argument ${word}; see --help`);
  const read = ({ flag, variable, fallback }: Setting) => String(values[flag] ?? env[variable] ?? '') || fallback;
  const settings = readSettings(read, problems);
  return problems.length > 0 ? { kind: 'Refuse', problems } : { kind: 'Run', settings };
}

const flags: NonNullable<ParseArgsConfig['options']> = {
  ...Object.fromEntries(Object.values(settings).map(({ flag }) => [flag, { type: 'string' }] as const)),
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean' },
};

function readSettings(read: (setting: Setting) => string, problems: string[]): Settings {
  const refuse = (setting: Setting, wanted: string) =>
    problems.push(`--${setting.flag} (${setting.variable}) is ${JSON.stringify(read(setting))}; ${wanted}`);
  const kubeconfig = read(settings.kubeconfig);
  const names = read(settings.watchNamespaces)
    .split(',')
    .map((name) => name.trim());
  const watchNamespaces = [...new Set(names.filter((name) => name !== ''))];
  const leaderElect = read(settings.leaderElect);
  const metricsPort = Number(read(settings.metricsPort));
  const logLevel = logLevels.find((level) => level === read(settings.logLevel));
  const days = (setting: Setting): number | undefined => {
    const text = read(setting);
    const number = Number(text);
    if (text !== '' && !(number > 0)) refuse(setting, 'give a number of days above 0, such as 7 or 0.5');
    return text === '' ? undefined : number;
  };
  const ttlDays = days(settings.ttlDays);
  const failedTTLDays = days(settings.failedTTLDays);
  if (!watchNamespaces.every(isNamespace)) refuse(settings.watchNamespaces, 'give names such as team-a,team-b');
  if (leaderElect !== 'true' && leaderElect !== 'false') refuse(settings.leaderElect, 'give true or false');
  if (!isPort(metricsPort)) refuse(settings.metricsPort, 'give a number from 0 to 65535');
  if (!logLevel) refuse(settings.logLevel, `give one of ${logLevels.join(', ')}`);
  return {
    ...(kubeconfig !== '' && { kubeconfig }),
    ...(watchNamespaces.length > 0 && { watchNamespaces }),
    leaderElect: leaderElect === 'true',
    metricsPort,
    logLevel: logLevel ?? 'info',
    ...(ttlDays !== undefined && { ttlDays }),
    ...(failedTTLDays !== undefined && { failedTTLDays }),
  };
}

const isNamespace = (name: string): boolean => /^[a-z0-9]([-a-z0-9]{0,61}[a-z0-9])?$/.test(name);
const isPort = (port: number): boolean => Number.isInteger(port) && port >= 0 && port <= 65535;

/** The text of --help. */
export function helpText(): string {
  const lines = Object.values(settings).map(
    ({ flag, variable, fallback, meaning }) =>
      `  --${flag.padEnd(18)}${variable.padEnd(18)}${meaning}${fallback && ` Default ${fallback}.`}`,
  );
  return ['Usage: kubetask-controller [flags]', '', ...lines, '  --version', '  --help', ''].join('\n');
}
