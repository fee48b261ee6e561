import { copilot } from '../../../plan/agent-preset/presets/copilot.js';
import { testEachMode } from './each-mode.js';

const silenceSeconds = 90;

const modes = {
  ok: { exitCode: 0, summary: 'ok' },
  tool: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
  push: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
  '401': { exitCode: 42, error: /HTTP 401|does not know this key/ },
  '404': { exitCode: 42, error: /^Model 'stub-model' not found on provider/ },
  '429': { exitCode: 75, error: /too many requests; come back later\.$/ },
  '429-after-1': { exitCode: 75, error: /too many requests; come back in 1 seconds\.$/, retryAfter: 1 },
  '429-after-120': { exitCode: 75, error: /come back in 120 seconds\.$/, retryAfter: 120 },
  '500': { exitCode: 1, error: /^the provider failed for 3 seconds: The stub model fails with 500\.$/ },
  slow: { exitCode: 1, error: /^the agent was silent for 90 seconds$/, withinSeconds: 150 },
  cut: { exitCode: 1, error: /unexpected EOF/ },
};

testEachMode(copilot, modes, silenceSeconds);
