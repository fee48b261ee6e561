import { expect, test } from '@jest/globals';
import { withMissingObject } from '../../../runtime/pod/missing-key.js';

const volumes = () => [
  { name: 'git-secret-0', secret: { secretName: 'git', items: [{ key: 'token', path: 't' }] } },
  {
    name: 'context',
    projected: {
      sources: [
        { secret: { name: 'first', items: [{ key: 'other', path: 'o' }] } },
        { secret: { name: 'second', items: [{ key: 'token', path: 't' }] } },
        { configMap: { name: 'texts', items: [{ key: 'task.md', path: 'x' }] } },
      ],
    },
  },
];

const setUp = (volume: string, words: string) => `MountVolume.SetUp failed for volume "${volume}" : ${words}`;

const cases: Record<string, { message: string; want: string }> = {
  'of a volume': { message: setUp('git-secret-0', 'references non-existent secret key: token'), want: 'Secret git' },
  'of a projected volume': {
    message: setUp('context', 'references non-existent secret key: token'),
    want: 'Secret second',
  },
  'of a ConfigMap': {
    message: setUp('context', 'configmap references non-existent config key: task.md'),
    want: 'ConfigMap texts',
  },
  'of no named volume: all it may be': {
    message: 'references non-existent secret key: token',
    want: 'Secret git or second',
  },
};
test.each(Object.entries(cases))('%s', (_, { message, want }) => {
  const [, key] = /key: (\S+)/.exec(message) ?? [];
  expect(withMissingObject(message, volumes)).toBe(`${message}; add the key ${key} to ${want}`);
});

test('anything else: as it is', () => {
  expect(withMissingObject('secret "x" not found', volumes)).toBe('secret "x" not found');
  expect(withMissingObject(setUp('another', 'references non-existent secret key: token'), volumes)).toBe(
    setUp('another', 'references non-existent secret key: token'),
  );
});
