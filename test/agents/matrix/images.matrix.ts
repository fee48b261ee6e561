import { presets } from '../../../plan/agent-preset/presets.js';
import { testImage } from '../test-image.js';

/** Those in pure JavaScript are in every run of the check. */
const checked = ['gemini-cli', 'qwen-code'];

for (const preset of presets) if (preset.npmPackage !== undefined && !checked.includes(preset.name)) testImage(preset);
