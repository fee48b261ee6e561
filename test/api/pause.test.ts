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
  'the annotation, though the field says no: paused': { of: [{ 'kubetask.io/pause': 'true' }, false], want: true },
  'the annotation says no: as the field says': { of: [{ 'kubetask.io/pause': 'false' }, true], want: true },
  'the annotation says something else: not paused': { of: [{ 'kubetask.io/pause': 'yes' }], want: undefined },
};

test.each(Object.entries(cases))('%s', (_, { of, want }) => expect(withPause(runOf(...of)).spec.suspend).toBe(want));
