import { claudeCode } from '../../../plan/agent-preset/presets/claude-code.js';
import { testEachMode } from './each-mode.js';

testEachMode(claudeCode, {
  ok: { exitCode: 0, summary: 'ok' },
  tool: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
  push: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
  '401': { exitCode: 42, error: /^the provider refuses the requests: status 401 \(authentication_failed\)$/ },
  '404': { exitCode: 42, error: /issue with the selected model \(stub-model\)/ },
  '429': { exitCode: 75, error: /^the provider limits the rate: status 429 \(rate_limit\)$/ },
  '429-after-1': { exitCode: 75, error: /^the provider limits the rate/ },
  '429-after-120': { exitCode: 75, error: /come back in 120 seconds/, retryAfter: 120 },
  '500': { exitCode: 1, error: /^the provider failed for 3 seconds: status 500 \(server_error\)$/ },
  slow: { exitCode: 1, error: /^the agent was silent for 30 seconds$/ },
  cut: { exitCode: 1, error: /^the provider failed for 3 seconds: no whole answer/ },
});
