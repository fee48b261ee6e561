import type { PodContainer } from '../../packages/embedded-cluster/index.js';
import { ExecutionFailure } from '../execution-failure.js';
import type { LocalPlan } from './plan-local.js';
import { bytesOf, coresOf } from './quantities.js';

export interface RunArguments {
  /** After `<engine> run`; no value of a variable is among them. */
  readonly args: readonly string[];
  /** Variables of one line, for `--env-file`. */
  readonly envFile: string;
  /** Variables of several lines, which the container takes from the environment of the engine's client. */
  readonly inherited: Readonly<Record<string, string>>;
}

export interface RunNames {
  /** Of the container. */
  readonly name: string;
  /** Where the file of variables will be. */
  readonly envFile: string;
  readonly hasTerminal: boolean;
  readonly hasInput: boolean;
  /** What a shell in the container runs in place of the command, which refers to variables. @default none */
  readonly shellText?: string | undefined;
}

/** One container of a Pod as the arguments of `docker run`, which podman and nerdctl understand, too. Pure. */
export function runArguments(plan: LocalPlan, container: PodContainer, names: RunNames): RunArguments {
  const { image = '', workingDir } = container.container;
  const { shellText } = names;
  const [entrypoint, ...command] = shellText === undefined ? container.command : ['/bin/sh', '-c', `exec ${shellText}`];
  const { envFile, inherited } = variables(container.env, container.container.name);
  return {
    envFile,
    inherited,
    args: [
      ...['--rm', '--name', names.name, '--label', `kubetask.io/task=${plan.name}`],
      ...(names.hasInput ? ['--interactive'] : []),
      ...(names.hasTerminal ? ['--tty'] : []),
      ...['--env-file', names.envFile],
      ...Object.keys(inherited).flatMap((name) => ['--env', name]),
      ...securityOf(plan, container),
      ...limitsOf(container),
      ...(workingDir ? ['--workdir', workingDir] : []),
      ...container.mounts.flatMap(({ source, mountPath, readOnly }) => [
        '--volume',
        `${source}:${mountPath}${readOnly ? ':ro' : ''}`,
      ]),
      ...(entrypoint === undefined ? [] : ['--entrypoint', entrypoint]),
      image,
      ...command,
      ...(shellText === undefined ? container.args : []),
    ],
  };
}

/** Names that the client of an engine reads itself. */
const ofClients = /^(PATH|HOME|USER|TMPDIR|LD_.*|DOCKER_.*|CONTAINER.*|XDG_.*|NODE_.*|SSL_.*|GODEBUG|.*_PROXY)$/i;

/** @throws ExecutionFailure for a variable of several lines that would change the engine's client */
function variables(env: ReadonlyMap<string, string>, container: string): Omit<RunArguments, 'args'> {
  const all = [...env];
  const long = all.filter(([, value]) => /[\r\n]/.test(value));
  const refused = long.find(([name]) => ofClients.test(name));
  if (refused) {
    throw new ExecutionFailure(`Cannot pass ${refused[0]} to container ${container}: it has several lines`, [
      'give it one line, or run with -x local',
    ]);
  }
  const lines = all.filter(([, value]) => !/[\r\n]/.test(value)).map(([name, value]) => `${name}=${value}\n`);
  return { envFile: lines.join(''), inherited: Object.fromEntries(long) };
}

function securityOf({ pod }: LocalPlan, { container: { securityContext = {} } }: PodContainer): string[] {
  const { runAsUser, runAsGroup, fsGroup } = { ...pod.spec.securityContext, ...securityContext };
  const { capabilities, readOnlyRootFilesystem, allowPrivilegeEscalation } = securityContext;
  return [
    ...(runAsUser === undefined ? [] : ['--user', `${runAsUser}${runAsGroup === undefined ? '' : `:${runAsGroup}`}`]),
    ...(fsGroup === undefined || fsGroup === runAsGroup ? [] : ['--group-add', String(fsGroup)]),
    ...(readOnlyRootFilesystem ? ['--read-only'] : []),
    ...(capabilities?.drop ?? []).flatMap((name) => ['--cap-drop', name]),
    ...(allowPrivilegeEscalation === false ? ['--security-opt', 'no-new-privileges'] : []),
  ];
}

function limitsOf({ container: { resources } }: PodContainer): string[] {
  const { cpu, memory } = resources?.limits ?? {};
  return [
    ...(cpu === undefined ? [] : ['--cpus', String(coresOf(cpu))]),
    ...(memory === undefined ? [] : ['--memory', String(bytesOf(memory))]),
  ];
}
