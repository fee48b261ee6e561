import type { WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { presetNamed } from './named-preset.js';

const REGISTRY = 'ghcr.io/kubetask';

/** The image of the preset, with the CLI in the wanted version; undefined without a preset of ours. */
export function presetImage({ agent }: WorkspaceConfigSpec): string | undefined {
  const preset = agent && presetNamed(agent.preset);
  return preset && `${REGISTRY}/${preset.name}:${agent?.version ?? preset.tried.version}`;
}
