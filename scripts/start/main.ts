#!/usr/bin/env node
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { UserError } from '../../cli/errors/user-error.js';
import { exitCodes } from '../../cli/exit-codes.js';
import { takeLock } from '../../cli/local/machine/lock.js';
import { makeHome, places } from '../../cli/local/machine/places.js';
import { run } from '../../cli/run-command-line.js';
import { presets } from '../../plan/agent-preset/presets.js';
import { checkout, exampleImages } from './example-images.js';
import { installedCli } from './installed-cli.js';
import { parseOptions, type StartOptions } from './options.js';
import { buildFiles, fleetFiles, removeFleet } from './sample-files.js';

/** `npm start`: `kubectl task local` over the user's files, or over a sample fleet. */
const options = parseOptions(process.argv.slice(2));
const interrupt = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const) {
  process.on(signal, () => {
    if (interrupt.signal.aborted) process.exit(exitCodes.interrupted); // second interrupt: the reaper cleans up
    interrupt.abort();
  });
}

const { stdout, stderr, env } = process;
const host = { stdout, stderr, env, directory: process.cwd(), interrupt: interrupt.signal };
process.exit(await start(options));

async function start(given: StartOptions): Promise<number> {
  let release = () => {};
  try {
    makeHome(host.directory);
    release = takeLock(places.lock);
    if (given.preset !== undefined) await putOnPath(given.preset);
    return await run(commandLine(await filesOf(given), given), host);
  } catch (error) {
    if (interrupt.signal.aborted) return exitCodes.interrupted;
    if (!(error instanceof UserError)) throw error;
    console.error(error.message);
    return exitCodes.failed;
  } finally {
    if (interrupt.signal.aborted && given.file.length === 0) removeFleet();
    release();
  }
}

/** The CLI as in the image of the preset, before what is installed on this machine. */
async function putOnPath(name: string): Promise<void> {
  const preset = presets.find((one) => one.name === name);
  if (!preset || !existsSync(join(checkout, 'images/agents', name, 'package-lock.json'))) return;
  const say = (line: string) => console.error(`agent     ${line}`);
  const programs = await installedCli(preset, checkout, say);
  say(`${name} ${preset.tried.version}, of images/agents/${name}/package-lock.json`);
  process.env['PATH'] = `${programs}${delimiter}${process.env['PATH'] ?? ''}`;
}

async function filesOf({ file, build, repos }: StartOptions): Promise<readonly string[]> {
  if (file.length > 0) return file;
  const say = (line: string) => console.error(line);
  return build ? buildFiles(say, interrupt.signal) : fleetFiles(repos, say, interrupt.signal);
}

/** The example agents replace their own images, unless `--agent` replaces all. */
function commandLine(
  files: readonly string[],
  { agent, preset, stubModel, image, namespace, maxPods, keep }: StartOptions,
): string[] {
  const images = [...(agent === undefined ? exampleImages : []), ...image];
  return [
    'local',
    ...files.flatMap((file) => ['-f', file]),
    ...(agent === undefined ? [] : [`--agent=${agent}`]),
    ...(preset === undefined ? [] : [`--preset=${preset}`]),
    ...(stubModel === undefined ? [] : [stubModel === true ? '--stub-model' : `--stub-model=${stubModel}`]),
    ...images.map((one) => `--image=${one}`),
    ...(namespace === undefined ? [] : [`--namespace=${namespace}`]),
    ...(maxPods === undefined ? [] : [`--max-pods=${maxPods}`]),
    ...(keep ? ['--keep'] : []),
  ];
}
