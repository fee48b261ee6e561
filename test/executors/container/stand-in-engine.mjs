#!/usr/bin/env node
// A stand-in for a container engine: `compose` over a folder, whose services run their commands on this machine.
// STAND_IN_STATE is a JSON file:
//   services: { <name>: "running" | "exited" }; with a compose file, the services are those of the file
//   format: "lines" | "array" | "podman" of `ps`, down: names of engines that do not run,
//   noFile: bool, noShell: bool, old: bool, provider: what `podman compose` starts,
//   replace: texts in the environment of services, and what they are here
// Like the real ones, it refuses options that it does not know: podman-compose knows the fewest.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync } from 'node:fs';
import { basename, resolve } from 'node:path';
import { argv, env, exit, stderr, stdout } from 'node:process';
import { parse } from 'yaml';

const state = JSON.parse(readFileSync(env.STAND_IN_STATE, 'utf8'));
const program = basename(argv[1]);
const args = argv.slice(2);
appendFileSync(`${env.STAND_IN_STATE}.log`, `${JSON.stringify([program, ...args])}\n`);
const isCompose = program.endsWith('-compose') || args[0] === 'compose';
if (args[0] === 'compose') args.shift();

const fail = (message, code = 1) => {
  stderr.write(`${message}\n`);
  exit(code);
};

let file = 'compose.yaml';
const flags = new Set(['--interactive', '--tty', '-T', '--rm', '--no-deps']);
const options = new Set(['--name', '--entrypoint', '--detach-keys']);
/** Takes the options from the front of the arguments. */
function takeOptions() {
  const taken = {};
  while (args[0]?.startsWith('-')) {
    const name = args.shift();
    if (options.has(name)) taken[name] = args.shift();
    else if (!flags.has(name)) fail(`unknown flag: ${name}`, 125);
  }
  return taken;
}

const fileServices = () => (existsSync(file) ? parse(readFileSync(file, 'utf8')).services : {});
const stateOf = (name) => state.services?.[name] ?? 'exited';
const names = () => [...new Set([...Object.keys(fileServices()), ...Object.keys(state.services ?? {})])];

/** Where the volumes of a service show a folder of its container. */
function folderOf({ volumes = [], working_dir: directory = '.' }) {
  const mounts = volumes.map((volume) => volume.split(':'));
  const mount = mounts.find(([, target]) => directory === target);
  return mount ? resolve(file, '..', mount[0]) : undefined;
}

const replaced = (environment) =>
  Object.fromEntries(Object.entries(environment).map(([name, value]) => [name, state.replace?.[value] ?? value]));

function runIn(name, command, how) {
  if (state.noShell) {
    fail(`OCI runtime exec failed: exec: "${command[0]}": executable file not found in $PATH: unknown`, 126);
  }
  const { environment = {}, ...service } = fileServices()[name] ?? {};
  const [first, ...rest] = command;
  const child = spawn(first, rest, {
    stdio: 'inherit',
    detached: true,
    cwd: folderOf(service),
    env: { PATH: env.PATH, IN_CONTAINER: how, ...replaced(environment) },
  });
  child.on('exit', (code, signal) => exit(code ?? (signal === 'SIGKILL' ? 137 : 143)));
}

const list = {
  lines: (rows) => rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  array: (rows) => JSON.stringify(rows),
  podman: (rows) =>
    JSON.stringify(
      rows.map(({ ID, Service, State }) => ({
        Id: ID,
        Names: [`p_${Service}_1`],
        Labels: { 'com.docker.compose.service': Service },
        State,
      })),
      null,
      2,
    ),
};

const compose = {
  config: () => stdout.write(`${names().join('\n')}\n`),
  ps: () => {
    if (state.old || args.join(' ') !== '--format json') fail(`unrecognized arguments: ${args.join(' ')}`, 2);
    const rows = names().map((name) => ({ ID: `id-${name}`, Service: name, State: stateOf(name) }));
    stdout.write(list[state.format ?? 'lines'](rows));
  },
  run: () => {
    const { '--entrypoint': entrypoint } = takeOptions();
    stderr.write(' Container created\n');
    runIn(args.shift(), [entrypoint, ...args], 'run');
  },
};

const engine = {
  exec: () => {
    takeOptions();
    const [id = '', ...command] = args;
    const name = id.replace(/^id-/, '');
    if (!id.startsWith('kubetask-run-') && stateOf(name) !== 'running') fail(`No such container: ${id}`);
    runIn(name, command, 'exec');
  },
  kill: () => exit(0),
  rm: () => exit(0),
};

if (isCompose) {
  for (; args[0] === '--file' || args[0] === '--project-name'; args.splice(0, 2)) {
    if (args[0] === '--file') file = args[1];
  }
  if (args[0] === 'version') {
    if (state.provider) stderr.write(`>>>> Executing external compose provider "${state.provider}". <<<<\n`);
    exit(0);
  }
  if (state.noFile) fail('no configuration file provided: not found', 14);
}
if (state.down?.includes(program)) {
  fail('Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?');
}
const verb = args.shift();
const known = isCompose ? compose : engine;
if (!(verb in known)) fail(`unknown command ${verb}`);
known[verb]();
