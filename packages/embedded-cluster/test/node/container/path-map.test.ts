// biome-ignore-all lint/suspicious/noTemplateCurlyInString: the shell's own syntax
import { describe, expect, test } from '@jest/globals';
import { mapPaths } from '../../../node/container/path-map.js';

const mappings = [
  { path: '/workspace', target: '/s/w' },
  { path: '/workspace/task.md', target: '/s/task' },
  { path: '/tmp', target: '/s/t' },
];

const cases: Record<string, { text: string; want: string }> = {
  'the path itself: replaced': { text: '/workspace', want: '/s/w' },
  'something below it: replaced': { text: 'cat /workspace/a /workspace/b', want: 'cat /s/w/a /s/w/b' },
  'two mounts that match: the longest wins': { text: '/workspace/task.md', want: '/s/task' },
  'a longer name below a mount: only the outer mount matches': { text: '/workspace/task.mdx', want: '/s/w/task.mdx' },
  'a name that only begins like it: left alone': {
    text: '/workspace-2 /workspaces /workspace.d',
    want: '/workspace-2 /workspaces /workspace.d',
  },
  'the end of a sentence: replaced': { text: 'work in /workspace.', want: 'work in /s/w.' },
  'part of a longer path: left alone': {
    text: '/home/workspace a/tmp ./tmp ~/tmp',
    want: '/home/workspace a/tmp ./tmp ~/tmp',
  },
  'after a variable: left alone': {
    text: '$HOME/tmp ${HOME}/tmp $(pwd)/tmp',
    want: '$HOME/tmp ${HOME}/tmp $(pwd)/tmp',
  },
  'quoted, assigned, in a list: replaced': { text: 'X="/workspace" Y=/tmp:/workspace', want: 'X="/s/w" Y=/s/t:/s/w' },
  'inside a URL: left alone': { text: 'file:///tmp/x.git https://h/tmp', want: 'file:///tmp/x.git https://h/tmp' },
  "a builder's name of a folder: replaced": {
    text: '--context=dir:///workspace/src subdir:///tmp',
    want: '--context=dir:///s/w/src subdir:///tmp',
  },
};

describe('mapPaths', () => {
  test.each(Object.entries(cases))('%s', (_situation, { text, want }) => {
    expect(mapPaths(text, mappings)).toBe(want);
  });

  test('a path with characters of regular expressions: taken literally', () => {
    expect(mapPaths('/a+b /aab', [{ path: '/a+b', target: '/$&' }])).toBe('/$& /aab');
  });
});
