#!/usr/bin/env node
// A stand-in for a container engine: `run`, `stop`, `kill`, `rm`, `pull`, `image inspect` and `version`. A container is a process of this machine: the paths of its
// volumes are replaced in its arguments and variables.
// STAND_IN_STATE is a JSON file: { images: { <image>: [command] }, isDown: bool }.
import { spawn } from 'node:child_process';
import { appendFileSync, existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { argv, env, exit, kill, stderr, stdout } from 'node:process';

const withValue = new Set(
  'name label env-file env user group-add cap-drop security-opt cpus memory workdir volume entrypoint network'.split(
    ' ',
  ),
);

function parse(args) {
  const options = {};
  while (args[0]?.startsWith('--')) {
    const name = args.shift().slice(2);
    options[name] = [...(options[name] ?? []), withValue.has(name) ? args.shift() : true];
  }
  const [image, ...command] = args;
  return { options, image, command };
}

const fail = (message, code) => {
  stderr.write(`${message}\n`);
  exit(code);
};

const pidFile = (name) => `${env.STAND_IN_STATE}.${name}.pid`;

function end(name, signal) {
  if (!existsSync(pidFile(name))) return;
  try {
    kill(-Number(readFileSync(pidFile(name), 'utf8')), signal);
  } catch {
    // it has ended
  }
}

function runCommand([command, ...args], state) {
  if (state.isDown)
    fail('Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?', 1);
  if (command === 'version') exit(0);
  if (command === 'stop') end(args.at(-1), 'SIGTERM');
  if (command === 'kill' || command === 'rm') end(args.at(-1), 'SIGKILL');
  if (['stop', 'kill', 'rm'].includes(command)) exit(0);
  if (command === 'pull') exit(state.images?.[args.at(-1)] ? 0 : 1);
  if (command === 'image') inspect(state.images?.[args.at(-1)]);
  if (command === 'run') return run(parse(args), state);
  fail(`unknown command ${command}`, 1);
}

function inspect(own) {
  if (!own) fail('No such image', 1);
  stdout.write(JSON.stringify({ Entrypoint: own, Cmd: null }));
  exit(0);
}

function run({ options, image, command }, state) {
  const own = state.images?.[image];
  if (!own) {
    fail(
      `Unable to find image '${image}' locally\ndocker: Error response from daemon: pull access denied for ${image}`,
      125,
    );
  }
  const volumes = (options.volume ?? []).map((volume) => volume.split(':'));
  const sources = new Map(volumes.map(([source, path]) => [path, source]));
  const paths = [...sources.keys()].sort((a, b) => b.length - a.length);
  const pattern = new RegExp(`(?<![\\w/.-])(?:${paths.join('|')})(?![\\w-])`, 'g');
  const here = (text) => (paths.length > 0 ? text.replaceAll(pattern, (path) => sources.get(path)) : text);
  const variables = Object.fromEntries([
    ...(options['env-file'] ?? [])
      .flatMap((file) => readFileSync(file, 'utf8').split('\n').filter(Boolean))
      .map((line) => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
    ...(options.env ?? []).map((name) => [name, env[name]]),
  ]);
  const [program, ...rest] = [...(options.entrypoint ?? own), ...command].map(here);
  const child = spawn(program, rest, {
    stdio: 'inherit',
    detached: true,
    cwd: here(options.workdir?.[0] ?? '/'),
    env: {
      PATH: env.PATH,
      ...Object.fromEntries(Object.entries(variables).map(([name, value]) => [name, here(value)])),
    },
  });
  const [name = 'unnamed'] = options.name ?? [];
  child.on('spawn', () => writeFileSync(pidFile(name), String(child.pid)));
  child.on('error', () =>
    fail(`docker: Error response from daemon: exec: "${program}": executable file not found in $PATH`, 127),
  );
  child.on('exit', (code, signal) => {
    rmSync(pidFile(name), { force: true });
    exit(code ?? (signal === 'SIGKILL' ? 137 : 143));
  });
}

appendFileSync(`${env.STAND_IN_STATE}.log`, `${JSON.stringify(argv.slice(2))}\n`);
runCommand(argv.slice(2), JSON.parse(readFileSync(env.STAND_IN_STATE, 'utf8')));
