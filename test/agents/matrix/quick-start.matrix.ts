import { presets } from '../../../plan/agent-preset/presets.js';
import { testQuickStart } from '../quick-start-page.js';

for (const preset of presets) if (preset.npmPackage !== undefined) testQuickStart(preset);
