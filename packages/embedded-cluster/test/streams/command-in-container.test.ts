import { expect, test } from '@jest/globals';
import { commandInContainer } from '../../node/exec/command-in-container.js';

const place = {
  root: '/pods/1/root',
  mappings: [
    { path: '/workspace', target: '/pods/1/volumes/w' },
    { path: '/data/in', target: '/pods/1/volumes/d' },
  ],
};
const cases: Record<string, { command: string[]; want: string[] }> = {
  'paths of mounts are replaced, also within a word': {
    command: ['sh', '-c', 'ls /workspace/a && ls /data'],
    want: ['sh', '-c', 'ls /pods/1/volumes/w/a && ls /data'],
  },
  'kubectl cp into a mount': {
    command: ['tar', '-xmf', '-', '-C', '/workspace'],
    want: ['tar', '-xmf', '-', '-C', '/pods/1/volumes/w'],
  },
  'kubectl cp out of a mount: names stay': {
    command: ['tar', 'cf', '-', '/workspace/a b'],
    want: ['tar', 'cf', '-', '-C', '/pods/1/root', 'workspace/a b'],
  },
  'kubectl cp of a mount: what is in it': {
    command: ['tar', 'cf', '-', '/data/in'],
    want: ['tar', 'cf', '-', '-C', '/pods/1/root', 'data/in/.'],
  },
  'kubectl cp of another path of this machine: unchanged': {
    command: ['tar', 'cf', '-', '/tmp/a'],
    want: ['tar', 'cf', '-', '/tmp/a'],
  },
  'kubectl cp of a relative path: unchanged': { command: ['tar', 'cf', '-', 'a'], want: ['tar', 'cf', '-', 'a'] },
};
test.each(Object.entries(cases))('%s', (_, { command, want }) => {
  expect(commandInContainer(command, place)).toEqual(want);
});
