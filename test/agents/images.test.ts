import { geminiCli } from '../../plan/agent-preset/presets/gemini-cli.js';
import { qwenCode } from '../../plan/agent-preset/presets/qwen-code.js';
import { testImage } from './test-image.js';

testImage(geminiCli);
testImage(qwenCode);
