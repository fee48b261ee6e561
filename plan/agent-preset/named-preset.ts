import type { AgentPreset, PresetName } from './preset.js';
import { presets } from './presets.js';

/** What is known of a preset; of `custom` nothing. */
export const presetNamed = (name: PresetName): AgentPreset | undefined =>
  presets.find((preset) => preset.name === name);

/** What `spec.agent.preset` can be. */
export const presetNames = (): string[] => [...presets.map(({ name }) => name), 'custom'];
