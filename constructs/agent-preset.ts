import type { AgentRateLimit, WorkspaceAgent } from '../api/generated/kinds.js';

/** The agent CLI of a WorkspaceConfig, as `AgentPreset` makes it. */
export type AgentPreset = Readonly<WorkspaceAgent>;

/** What the wrapper around each agent CLI needs to know. */
export interface WrapperSettings {
  /**
   * Absolute path of the file with the prompt.
   *
   * @default task.md in the workspace; for a command of your own, none
   */
  readonly promptFile?: string;
  /**
   * More arguments of the CLI.
   *
   * @default none
   */
  readonly extraArgs?: string[];
  /**
   * How long the CLI may wait for its provider.
   *
   * @default 60 seconds
   */
  readonly rateLimit?: AgentRateLimit;
  /**
   * Seconds after which a CLI that prints nothing is ended.
   *
   * @default 600
   */
  readonly silenceSeconds?: number;
}

/** What each preset can be given. */
export interface PresetSettings extends WrapperSettings {
  /**
   * Version of the CLI: the tag of the preset's image. Not together with the workspace's `agentImage`.
   *
   * @default the version with which the preset was tried
   */
  readonly version?: string;
  /**
   * Name of the model, as the CLI expects it.
   *
   * @default the CLI's
   */
  readonly model?: string;
  /**
   * What the agent may do without being asked: read files, edit them too, or run any command.
   *
   * @default edit
   */
  readonly permissions?: 'read-only' | 'edit' | 'all';
}

/** Settings of a CLI that can limit its turns. */
export interface TurnLimit {
  /**
   * Most turns of the model.
   *
   * @default the CLI's
   */
  readonly maxTurns?: number;
}

/** Settings of a CLI that can limit its cost. */
export interface CostLimit {
  /**
   * Most US dollars that the CLI spends before it gives up.
   *
   * @default no limit
   */
  readonly maxCostUsd?: number;
}

/** Settings of a CLI whose model can think more or less. */
export interface EffortSetting<Effort extends string> {
  /**
   * How much the model thinks.
   *
   * @default the CLI's
   */
  readonly effort?: Effort;
}

/** Builder of agents for the prop `agent` of a WorkspaceConstruct. Each takes what its CLI can do. */
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
  /** The wrapper around a command of your own, which is in `spec.command` of the workspace. */
  custom: (settings: WrapperSettings = {}): AgentPreset => ({ preset: 'custom', ...settings }),
};
