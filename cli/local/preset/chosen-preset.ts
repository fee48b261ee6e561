import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { listed } from '../../../packages/kubernetes-conventions/sentence.js';
import { modes } from '../../../packages/stub-model/index.js';
import type { AgentPreset } from '../../../plan/agent-preset/preset.js';
import { presets } from '../../../plan/agent-preset/presets.js';
import { UserError } from '../../errors/user-error.js';

/** The preset of that name. @throws UserError for another name, and if its program is not installed here */
export function chosenPreset(name: string, path: string | undefined): AgentPreset {
  const preset = presets.find((one) => one.name === name);
  if (!preset) {
    const known = presets.map((one) => one.name);
    throw new UserError(`Cannot use --preset ${name}: the preset does not exist; give ${listed(known, 200)}`);
  }
  if (!isInstalled(preset.program, path))
    throw new UserError(`Cannot run ${preset.program}: it is not installed here`, installation(preset));
  return preset;
}

/** How the stub of the model behaves, unless somebody chooses. */
const USUAL_MODE = 'push';

/** @throws UserError for something that is no mode */
export function stubMode(given: string | true): string {
  const mode = given === true ? USUAL_MODE : given;
  if ((modes as readonly string[]).includes(mode) || /^\d{3}(-after-\d{1,6})?$/.test(mode)) return mode;
  throw new UserError(`Cannot use --stub-model=${mode}: the mode does not exist; give ${listed([...modes], 200)}`);
}

function isInstalled(program: string, path = ''): boolean {
  return path.split(delimiter).some((folder) => {
    try {
      accessSync(join(folder || '.', program), constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

const installation = ({ npmPackage, tried, documentation }: AgentPreset): string[] =>
  npmPackage === undefined ? [documentation] : [`npm install --global ${npmPackage}@${tried.version}`];
