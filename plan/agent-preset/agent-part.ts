import type { WorkspaceAgent, WorkspaceConfigSpec } from '../../api/generated/kinds.js';
import type { PackedTexts } from '../context/text-config-maps.js';
import { workspaceVariables } from '../pod/contract-env.js';
import { workspaceDirOf } from '../pod/paths.js';
import type { PodPart } from '../pod/pod-part.js';
import { readerTexts, wrapperText } from './generated/wrappers.js';
import { presetNamed } from './named-preset.js';
import type { AgentPreset, AgentSetup } from './preset.js';
import { promptFileOf } from './prompt-file.js';
import { defined } from './records.js';
import { type WrapperOptions, wrapperArguments } from './wrapper-options.js';

/** Where the wrapper is in the agent's container. */
export const WRAPPER_DIR = '/kubetask/agent';

const DEFAULT_WAIT_SECONDS = 60;
const DEFAULT_SILENCE_SECONDS = 600;
const DEFAULT_GRACE_SECONDS = 30;

/** The texts of the wrapper, which are in ConfigMaps of the run; none without `spec.agent`. */
export const wrapperTexts = ({ agent }: WorkspaceConfigSpec): string[] => (agent ? Object.values(filesOf(agent)) : []);

/** What runs in the agent's container: the wrapper around the CLI of the preset, or what the WorkspaceConfig says. */
/** @param tokenFiles of short-lived tokens that it mounts */
export function agentCommand(
  workspace: WorkspaceConfigSpec,
  tokenFiles: readonly string[] = [],
): Pick<WorkspaceConfigSpec, 'command' | 'args'> {
  const { agent, command, args } = workspace;
  if (!agent) return { ...(command && { command }), ...(args && { args }) };
  return {
    command: [
      'node',
      `${WRAPPER_DIR}/${agent.preset}.mjs`,
      ...wrapperArguments(wrapperOptions(workspace, agent, tokenFiles)),
    ],
  };
}

/** Mounts the wrapper, and switches off what a CLI does besides its work. */
export function agentPart({ agent }: WorkspaceConfigSpec, texts: PackedTexts): PodPart {
  if (!agent) return {};
  const sources = Object.entries(filesOf(agent)).map(([path, text]) => {
    const { configMap, key } = texts.locate(text);
    return { configMap: { name: configMap, items: [{ key, path }] } };
  });
  return {
    volumes: [{ name: 'agent', projected: { sources } }],
    agentMounts: [{ name: 'agent', mountPath: WRAPPER_DIR, readOnly: true }],
    agentEnv: Object.entries(presetNamed(agent.preset)?.env ?? {}).map(([name, value]) => ({ name, value })),
  };
}

/** By name. Of a preset that is not there, which is a problem, nothing. */
function filesOf({ preset }: WorkspaceAgent): Readonly<Record<string, string>> {
  const reader = readerTexts[preset];
  return reader === undefined ? {} : { 'wrapper.mjs': wrapperText, [`${preset}.mjs`]: reader };
}

function wrapperOptions(
  workspace: WorkspaceConfigSpec,
  agent: WorkspaceAgent,
  tokenFiles: readonly string[],
): WrapperOptions {
  const preset = presetNamed(agent.preset);
  const setup = agentSetup(workspace, agent);
  const { credentials = [], terminationGracePeriodSeconds = DEFAULT_GRACE_SECONDS } = workspace;
  return {
    ...defined({ promptFile: promptFileOf(workspace) }),
    promptBy: preset?.prompt ?? 'stdin',
    waitSeconds: agent.rateLimit?.waitSeconds ?? DEFAULT_WAIT_SECONDS,
    silenceSeconds: agent.silenceSeconds ?? DEFAULT_SILENCE_SECONDS,
    graceSeconds: graceSeconds(terminationGracePeriodSeconds),
    maskEnv: [
      ...new Set([
        ...secretVariables(workspace),
        ...credentials.flatMap(({ env, secretRef }) => (secretRef && env) ?? []),
      ]),
    ],
    maskFiles: [...credentials.flatMap(({ mountPath }) => mountPath ?? []), ...tokenFiles],
    homeFiles: preset?.homeFiles(setup) ?? {},
    command: [...commandOf(preset, setup, workspace), ...(agent.extraArgs ?? [])],
  };
}

const secretVariables = ({ env = [] }: WorkspaceConfigSpec): string[] =>
  env.filter(({ valueFrom }) => valueFrom?.secretKeyRef).map(({ name }) => name);

function commandOf(
  preset: AgentPreset | undefined,
  setup: AgentSetup,
  { command = [], args = [] }: WorkspaceConfigSpec,
): readonly string[] {
  return preset ? [preset.program, ...preset.args(setup)] : [...command, ...args];
}

function agentSetup(workspace: WorkspaceConfigSpec, agent: WorkspaceAgent): AgentSetup {
  const { model, effort, permissions = 'edit', maxTurns, maxCostUsd } = agent;
  return {
    ...defined({ model, effort, maxTurns, maxCostUsd }),
    permissions,
    workspaceDir: workspaceDirOf(workspace),
    variables: new Set(workspaceVariables(workspace).map(({ name }) => name)),
  };
}

/** The kubelet kills after the Pod's seconds; before that, the wrapper has to report. */
const graceSeconds = (ofPod: number): number => (ofPod >= 10 ? ofPod - 5 : Math.floor(ofPod / 2));
