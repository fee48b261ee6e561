import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { home } from '../../cli/local/machine/places.js';
import { synthesizeDemo } from './demo-batch.js';
import { makeDemoBuild } from './demo-build.js';
import { checkout } from './example-images.js';
import { makeFleet } from './fleet.js';

const samplePath = join(home, 'demo');
const fleetPath = join(samplePath, 'fleet');

type Say = (line: string) => void;

/** Creates the fleet and the batch over it. @returns the paths of the synthesized files */
export async function fleetFiles(repositories: number, say: Say, interrupt: AbortSignal): Promise<string[]> {
  rmSync(samplePath, { recursive: true, force: true });
  say(`fleet     ${repositories} ${repositories === 1 ? 'repository' : 'repositories'} in ${fleetPath}`);
  const fleet = await makeFleet(fleetPath, repositories, interrupt);
  const files = synthesizeDemo(fleet, join(samplePath, 'dist'));
  say(`batch     ${files.join(', ')}`);
  return files;
}

/** Creates a repository of the example agent and its AgentBuild. @returns the path of its file */
export async function buildFiles(say: Say, interrupt: AbortSignal): Promise<string[]> {
  rmSync(samplePath, { recursive: true, force: true });
  const source = 'examples/agents/hello-agent';
  const file = await makeDemoBuild(samplePath, join(checkout, source), interrupt);
  say(`build     ${file}, of ${source} as a Git repository`);
  return [file];
}

/** Removes what is left of an interrupted fleet. */
export const removeFleet = (): void => rmSync(fleetPath, { recursive: true, force: true });
