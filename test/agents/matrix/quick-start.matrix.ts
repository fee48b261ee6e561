import { claudeCode } from '../../../plan/agent-preset/presets/claude-code.js';
import { codex } from '../../../plan/agent-preset/presets/codex.js';
import { qwenCode } from '../../../plan/agent-preset/presets/qwen-code.js';
import { testQuickStart } from '../quick-start-page.js';

testQuickStart(claudeCode);
testQuickStart(codex);
testQuickStart(qwenCode);
