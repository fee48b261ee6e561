import { qwenCode } from '../../../plan/agent-preset/presets/qwen-code.js';
import { testEachMode } from './each-mode.js';

/** It says nothing for up to half a minute while it waits. */
const silenceSeconds = 200;

testEachMode(
  qwenCode,
  {
    ok: { exitCode: 0, summary: 'ok' },
    tool: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
    push: { exitCode: 0, summary: 'I wrote STUB-MODEL.md.' },
    '401': { exitCode: 42, error: /^The stub model does not know this key\.$/ },
    '404': { exitCode: 42, error: /fails with 404/ },
    // It says nothing for the first minute.
    '429': { exitCode: 75, withinSeconds: 300 },
    '429-after-120': { exitCode: 75, retryAfter: 90 },
    '500': { exitCode: 1, withinSeconds: 300 },
    slow: { exitCode: 1, error: /^the agent was silent for 200 seconds$/, withinSeconds: 300 },
    cut: { exitCode: 1, error: /terminated/ },
  },
  silenceSeconds,
);
