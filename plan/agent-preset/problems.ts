import type { WorkspaceAgent, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import { type FieldError, forbidden, invalid, required } from '../../packages/structural-schema/field-error.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import { presetNamed, presetNames } from './named-preset.js';
import type { AgentPreset } from './preset.js';

/** What of `spec.agent` cannot be planned. */
export function agentProblems(workspace: WorkspaceConfigSpec): PlanProblem[] {
  const { agent } = workspace;
  if (!agent) return [];
  if (agent.preset === 'custom') return ownedBy('workspace', customProblems(workspace, agent));
  const preset = presetNamed(agent.preset);
  if (!preset) return ownedBy('workspace', [unknownPreset(agent)]);
  return ownedBy('workspace', [...commandProblems(workspace, preset), ...unableProblems(agent, preset)]);
}

function unknownPreset({ preset }: WorkspaceAgent): FieldError {
  return invalid('spec.agent.preset', preset, `this version has no such preset; use ${presetNames().join(', ')}`);
}

function commandProblems(
  { command, args, agentImage, agent }: WorkspaceConfigSpec,
  { title }: AgentPreset,
): FieldError[] {
  const instead = `the preset decides what runs; use spec.agent.extraArgs, or the preset custom to run ${title} in your own way`;
  return [
    ...(command ? [forbidden('spec.command', instead)] : []),
    ...(args ? [forbidden('spec.args', instead)] : []),
    ...(agentImage !== undefined && agent?.version !== undefined
      ? [forbidden('spec.agent.version', 'agentImage decides the version of the CLI; leave one of the two out')]
      : []),
  ];
}

/** What the CLI has no argument for: a limit that nobody keeps would be worse than none. */
function unableProblems(agent: WorkspaceAgent, preset: AgentPreset): FieldError[] {
  const { title, efforts, permissions } = preset;
  const cannot = (field: string, what: string) =>
    forbidden(`spec.agent.${field}`, `${title} cannot ${what}; leave the field out`);
  const { effort, maxTurns, maxCostUsd } = agent;
  const given = agent.permissions ?? 'edit';
  return [
    ...(effort !== undefined && efforts.length === 0 ? [cannot('effort', 'change how much its model thinks')] : []),
    ...(effort !== undefined && efforts.length > 0 && !efforts.includes(effort)
      ? [invalid('spec.agent.effort', effort, `${title} takes ${efforts.join(', ')}`)]
      : []),
    ...(permissions.includes(given)
      ? []
      : [invalid('spec.agent.permissions', given, `${title} can do ${permissions.join(' or ')}`)]),
    ...(maxTurns !== undefined && !preset.hasMaxTurns ? [cannot('maxTurns', 'limit its turns')] : []),
    ...(maxCostUsd !== undefined && !preset.hasMaxCost ? [cannot('maxCostUsd', 'limit its cost')] : []),
  ];
}

const ofPresets = ['version', 'model', 'effort', 'permissions', 'maxTurns', 'maxCostUsd'] as const;

/** The wrapper does not know how to give these to a command of the user's own. */
function customProblems({ command = [], agentImage }: WorkspaceConfigSpec, agent: WorkspaceAgent): FieldError[] {
  const instead = 'the preset custom runs your own command; write it into spec.command and spec.args';
  return [
    ...(command.length === 0
      ? [required('spec.command', 'the preset custom runs it; the wrapper cannot know the entrypoint of an image')]
      : []),
    ...(agentImage === undefined
      ? [
          required(
            'spec.agentImage',
            'the preset custom has no default image; name one with your program and Node.js 20 or later',
          ),
        ]
      : []),
    ...ofPresets
      .filter((field) => agent[field] !== undefined)
      .map((field) => forbidden(`spec.agent.${field}`, instead)),
  ];
}
