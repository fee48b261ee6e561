#!/usr/bin/env node
// A stand-in for a container engine: `compose` over a folder, whose services run their commands on this machine.
// STAND_IN_STATE is a JSON file: { services: { <name>: "running" | "exited" }, format: "lines" | "array", isDown: bool }.
import { spawn } from 'node:child_process';
import { appendFileSync, readFileSync } from 'node:fs';
import { argv, env, exit, stderr, stdout } from 'node:process';

const state = JSON.parse(readFileSync(env.STAND_IN_STATE, 'utf8'));
appendFileSync(`${env.STAND_IN_STATE}.log`, `${JSON.stringify(argv.slice(2))}\n`);
const args = argv.slice(2);
if (args.shift() !== 'compose') exit(1);
while (args[0] === '--file' || args[0] === '--project-name') args.splice(0, 2);
const command = args.shift();

const fail = (message, code = 1) => {
  stderr.write(`${message}\n`);
  exit(code);
};

if (command === 'version') exit(0);
if (state.isDown)
  fail('Cannot connect to the Docker daemon at unix:///var/run/docker.sock. Is the docker daemon running?');
if (state.noFile) fail('no configuration file provided: not found', 14);
if (command === 'config') {
  stdout.write(`${Object.keys(state.services).join('\n')}\n`);
} else if (command === 'ps') {
  const rows = Object.entries(state.services).map(([Service, State]) => ({ Service, State }));
  stdout.write(
    state.format === 'array' ? JSON.stringify(rows) : rows.map((row) => `${JSON.stringify(row)}\n`).join(''),
  );
} else if (command === 'exec' || command === 'run') {
  while (args[0]?.startsWith('-')) args.shift();
  args.shift();
  const [program, ...rest] = args;
  const child = spawn(program, rest, {
    stdio: 'inherit',
    detached: true,
    env: { PATH: env.PATH, IN_CONTAINER: command },
  });
  child.on('exit', (code, signal) => exit(code ?? (signal === 'SIGKILL' ? 137 : 143)));
} else {
  fail(`unknown command ${command}`);
}
