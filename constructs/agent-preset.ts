import type { AgentRateLimit, WorkspaceAgent } from '../api/generated/kinds.js';

/** The agent CLI of a WorkspaceConfig. `AgentPreset` creates it. */
export type AgentPreset = Readonly<WorkspaceAgent>;

/** Options of the wrapper around each agent CLI. */
export interface WrapperSettings {
  /**
   * Absolute path of the file with the prompt.
   *
   * @default task.md in the workspace; none for a custom command
   */
  readonly promptFile?: string;
  /**
   * More arguments of the CLI.
   *
   * @default none
   */
  readonly extraArgs?: string[];
  /**
   * How long the CLI can wait for its provider.
   *
   * @default 60 seconds
   */
  readonly rateLimit?: AgentRateLimit;
  /**
   * Seconds without output after which the CLI is ended.
   *
   * @default 600
   */
  readonly silenceSeconds?: number;
}

/** Options of every preset. */
export interface PresetSettings extends WrapperSettings {
  /**
   * Version of the CLI. It is the tag of the image of the preset. You cannot set it together with `agentImage` of the
   * workspace.
   *
   * @default the version with which the preset was tested
   */
  readonly version?: string;
  /**
   * Name of the model, as the CLI expects it.
   *
   * @default the default of the CLI
   */
  readonly model?: string;
  /**
   * What the agent can do without a question: read files, also edit files, or run any command.
   *
   * @default edit
   */
  readonly permissions?: 'read-only' | 'edit' | 'all';
}

/** Settings of a CLI that can limit its turns. */
export interface TurnLimit {
  /**
   * Maximum turns of the model.
   *
   * @default the default of the CLI
   */
  readonly maxTurns?: number;
}

/** Settings of a CLI that can limit its cost. */
export interface CostLimit {
  /**
   * Maximum US dollars that the CLI spends before it stops.
   *
   * @default no limit
   */
  readonly maxCostUsd?: number;
}

/** Settings of a CLI that can set the reasoning effort of its model. */
export interface EffortSetting<Effort extends string> {
  /**
   * Reasoning effort of the model.
   *
   * @default the default of the CLI
   */
  readonly effort?: Effort;
}

/** Builders for the prop `agent` of a WorkspaceConstruct. Each accepts only the options of its CLI. */
export const AgentPreset = {
  /** Claude Code. Give ANTHROPIC_API_KEY as a credential. */
  claudeCode: (
    settings: PresetSettings & TurnLimit & CostLimit & EffortSetting<'low' | 'medium' | 'high' | 'xhigh' | 'max'> = {},
  ): AgentPreset => ({ preset: 'claude-code', ...settings }),
  /** Codex. Give CODEX_API_KEY as a credential. */
  codex: (
    settings: PresetSettings & EffortSetting<'minimal' | 'low' | 'medium' | 'high' | 'xhigh'> = {},
  ): AgentPreset => ({ preset: 'codex', ...settings }),
  /** Copilot CLI. Give COPILOT_GITHUB_TOKEN as a credential, or the key of a model of your own. */
  copilot: (
    settings: PresetSettings & EffortSetting<'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'> = {},
  ): AgentPreset => ({ preset: 'copilot', ...settings }),
  /** Gemini CLI. Give GEMINI_API_KEY as a credential. */
  geminiCli: (settings: PresetSettings & TurnLimit = {}): AgentPreset => ({ preset: 'gemini-cli', ...settings }),
  /** OpenCode. Give the key of the model's provider as a credential, such as ANTHROPIC_API_KEY. */
  opencode: (
    settings: PresetSettings &
      TurnLimit &
      EffortSetting<'none' | 'minimal' | 'low' | 'medium' | 'high' | 'xhigh' | 'max'> = {},
  ): AgentPreset => ({ preset: 'opencode', ...settings }),
  /** Qwen Code. Give OPENAI_API_KEY as a credential, and OPENAI_BASE_URL as a variable. */
  qwenCode: (settings: PresetSettings & TurnLimit = {}): AgentPreset => ({ preset: 'qwen-code', ...settings }),
  /** goose, which runs every tool without asking. Give the key of the model's provider as a credential. */
  goose: (settings: PresetSettings & TurnLimit & { readonly permissions: 'all' }): AgentPreset => ({
    preset: 'goose',
    ...settings,
  }),
  /** Aider, which edits files and runs no commands. Give the key of the model's provider as a credential. */
  aider: (
    settings: PresetSettings &
      EffortSetting<'low' | 'medium' | 'high'> & { readonly permissions?: 'read-only' | 'edit' } = {},
  ): AgentPreset => ({ preset: 'aider', ...settings }),
  /** The wrapper around your own command, which `spec.command` of the workspace names. */
  custom: (settings: WrapperSettings = {}): AgentPreset => ({ preset: 'custom', ...settings }),
};
