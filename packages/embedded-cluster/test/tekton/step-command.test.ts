import { describe, expect, test } from '@jest/globals';
import type { Step } from '../../tekton/objects.js';
import { stepCommand } from '../../tekton/task-run/step-command.js';

const cases: Record<string, { step: Step; want: ReturnType<typeof stepCommand> }> = {
  'a script without an interpreter: the shell, which ends with the first failure': {
    step: { script: 'true\n', args: ['a'] },
    want: { command: ['/bin/sh', '-e', '-c', 'true\n', 'script'], args: ['a'] },
  },
  "the shell of another image: this machine's, with its options": {
    step: { script: '#!/busybox/sh -eu\ntrue' },
    want: { command: ['/bin/sh', '-eu', '-c', '#!/busybox/sh -eu\ntrue', 'script'], args: [] },
  },
  'bash by env: bash': {
    step: { script: '#!/usr/bin/env bash\ntrue' },
    want: { command: ['bash', '-c', '#!/usr/bin/env bash\ntrue', 'script'], args: [] },
  },
  "what the kubelet would take for a variable in a script: the shell's own": {
    step: { script: 'echo $(HOME) $$' },
    want: { command: ['/bin/sh', '-e', '-c', 'echo $$(HOME) $$$', 'script'], args: [] },
  },
  'a command: as it is': {
    step: { command: ['/kaniko/executor'], args: ['--context=$(CONTEXT)'] },
    want: { command: ['/kaniko/executor'], args: ['--context=$(CONTEXT)'] },
  },
  "neither: the image's own": { step: { image: 'i', args: ['a'] }, want: { args: ['a'] } },
};

describe('stepCommand', () => {
  test.each(Object.entries(cases))('%s', (_, { step, want }) => {
    expect(stepCommand(step)).toEqual(want);
  });
});
