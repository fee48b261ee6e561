import { codex } from '../../../plan/agent-preset/presets/codex.js';
import { testEachMode } from './each-mode.js';

testEachMode(codex, {
  ok: { exitCode: 0, summary: 'ok' },
  tool: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
  push: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
  '401': { exitCode: 42, error: /The stub model does not know this key\.$/ },
  '404': { exitCode: 42, error: /The stub model fails with 404\.$/ },
  '429': { exitCode: 75, error: /last status: 429 Too Many Requests$/ },
  '429-after-1': { exitCode: 75, error: /last status: 429 Too Many Requests$/ },
  '429-after-120': { exitCode: 75, error: /last status: 429 Too Many Requests$/ },
  '500': { exitCode: 1, error: /high demand/ },
  slow: { exitCode: 1, error: /^the agent was silent for 30 seconds$/ },
  cut: { exitCode: 1, error: /stream disconnected before completion/ },
});
