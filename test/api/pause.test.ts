import { expect, test } from '@jest/globals';
import { withPause } from '../../api/pause.js';

const runOf = (annotations: Record<string, string> | undefined, suspend?: boolean) => ({
  metadata: { name: 'r', ...(annotations ? { annotations } : {}) },
  spec: suspend === undefined ? {} : { suspend },
});

const cases: Record<string, { of: Parameters<typeof runOf>; want: boolean | undefined }> = {
  'neither: not paused': { of: [undefined], want: undefined },
  'the field: paused': { of: [undefined, true], want: true },
  'the annotation: paused': { of: [{ 'kubetask.io/pause': 'true' }], want: true },
  'the annotation is true, the field false: paused': { of: [{ 'kubetask.io/pause': 'true' }, false], want: true },
  'the annotation is false, the field true: paused': { of: [{ 'kubetask.io/pause': 'false' }, true], want: true },
  'another value of the annotation: not paused': { of: [{ 'kubetask.io/pause': 'yes' }], want: undefined },
};

test.each(Object.entries(cases))('%s', (_, { of, want }) => expect(withPause(runOf(...of)).spec.suspend).toBe(want));
