import { describe, expect, test } from '@jest/globals';
import { volumeFiles } from '../../../node/volumes/volume-files.js';
import type { Volume } from '../../../objects.js';
import { labelledPod, references } from '../references.js';

const describeFiles = (volume: Omit<Volume, 'name'>) =>
  volumeFiles(labelledPod, { name: 'v', ...volume }, references)?.map(
    ({ path, data, mode }) => `${path} ${mode.toString(8)} ${Buffer.from(data).toString()}`,
  );
const item = (key: string, path: string, mode?: number) => ({ key, path, ...(mode !== undefined && { mode }) });

const cases: Record<string, { volume: Omit<Volume, 'name'>; want: string[] | undefined }> = {
  'a ConfigMap: every key': { volume: { configMap: { name: 'c' } }, want: ['k 644 from c', 'other 644 too'] },
  'items: only those, where they say': {
    volume: { configMap: { name: 'c', items: [item('k', 'a/b')] } },
    want: ['a/b 644 from c'],
  },
  'a mode of its own: before the default mode': {
    volume: { configMap: { name: 'c', defaultMode: 0o600, items: [item('k', 'x', 0o755), item('other', 'y')] } },
    want: ['x 755 from c', 'y 600 too'],
  },
  'a Secret: decoded': { volume: { secret: { secretName: 's', defaultMode: 0o400 } }, want: ['k 400 from s'] },
  'an optional Secret that is missing: no files': { volume: { secret: { secretName: 'x', optional: true } }, want: [] },
  'an optional key that is missing: no file': {
    volume: { configMap: { name: 'c', optional: true, items: [item('x', 'x')] } },
    want: [],
  },
  'the downward API: a field per file, maps sorted': {
    volume: { downwardAPI: { items: [{ path: 'l', fieldRef: { fieldPath: 'metadata.labels' } }] } },
    want: ['l 644 a="1"\nb="2"'],
  },
  'projected: all sources in one folder': {
    volume: {
      projected: {
        defaultMode: 0o440,
        sources: [
          { configMap: { name: 'c', items: [item('k', 'one')] } },
          { secret: { name: 's', items: [item('k', 'two', 0o400)] } },
          { downwardAPI: { items: [{ path: 'three', fieldRef: { fieldPath: 'metadata.name' } }] } },
        ],
      },
    },
    want: ['one 440 from c', 'two 400 from s', 'three 440 p'],
  },
  'an emptyDir: a folder': { volume: { emptyDir: {} }, want: undefined },
};

const problems: Record<string, { volume: Omit<Volume, 'name'>; want: string }> = {
  'no such ConfigMap': { volume: { configMap: { name: 'x' } }, want: 'configmap "x" not found' },
  'no such Secret': { volume: { secret: { secretName: 'x' } }, want: 'secret "x" not found' },
  'no such key in a ConfigMap': {
    volume: { configMap: { name: 'c', items: [item('x', 'x')] } },
    want: 'configmap references non-existent config key: x',
  },
  'no such key in a Secret': {
    volume: { secret: { secretName: 's', items: [item('x', 'x')] } },
    want: 'references non-existent secret key: x',
  },
};

describe('volumeFiles', () => {
  test.each(Object.entries(cases))('%s', (_situation, { volume, want }) => {
    expect(describeFiles(volume)).toEqual(want);
  });

  test.each(Object.entries(problems))("%s: the kubelet's own words", (_situation, { volume, want }) => {
    expect(() => describeFiles(volume)).toThrow(want);
  });
});
