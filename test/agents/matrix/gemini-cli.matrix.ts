import { geminiCli } from '../../../plan/agent-preset/presets/gemini-cli.js';
import { testEachMode } from './each-mode.js';

testEachMode(geminiCli, {
  ok: { exitCode: 0, summary: 'ok' },
  tool: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
  push: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
  '401': { exitCode: 42, error: /^The stub model does not know this key\.$/ },
  '404': { exitCode: 42, error: /fails with 404/ },
  '429': { exitCode: 75, error: /come back later/ },
  '429-after-120': { exitCode: 75, retryAfter: 120 },
  '500': { exitCode: 1, error: /^the provider failed for 3 seconds: The stub model fails with 500/ },
  slow: { exitCode: 1, error: /^the agent was silent for 30 seconds$/ },
  cut: { exitCode: 1, error: /terminated/ },
});
