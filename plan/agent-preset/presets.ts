import type { AgentPreset } from './preset.js';
import { aider } from './presets/aider.js';
import { claudeCode } from './presets/claude-code.js';
import { codex } from './presets/codex.js';
import { copilot } from './presets/copilot.js';
import { geminiCli } from './presets/gemini-cli.js';
import { goose } from './presets/goose.js';
import { opencode } from './presets/opencode.js';
import { qwenCode } from './presets/qwen-code.js';

/** Every preset that can be planned. `custom` is none: it has a command of the user's own. */
export const presets: readonly AgentPreset[] = [
  claudeCode,
  codex,
  copilot,
  geminiCli,
  opencode,
  qwenCode,
  goose,
  aider,
];
