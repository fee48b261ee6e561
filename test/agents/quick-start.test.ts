import { geminiCli } from '../../plan/agent-preset/presets/gemini-cli.js';
import { testQuickStart } from './quick-start-page.js';

testQuickStart(geminiCli);
