import type { AgentPreset } from './preset.js';
import { claudeCode } from './presets/claude-code.js';
import { codex } from './presets/codex.js';
import { geminiCli } from './presets/gemini-cli.js';
import { qwenCode } from './presets/qwen-code.js';

/** Every preset that can be planned. `custom` is none: it has a command of the user's own. */
export const presets: readonly AgentPreset[] = [claudeCode, codex, geminiCli, qwenCode];
