import { describe, expect, test } from '@jest/globals';
import { type ImageIntent, imageIntent } from '../../stand-in/dockerfile.js';

const nothing: ImageIntent = { entrypoint: [], cmd: [], env: [], workingDir: '/', copies: [] };
const cases: Record<string, { text: string; want: Partial<ImageIntent> }> = {
  'nothing but a base: nothing': { text: 'FROM scratch\n', want: {} },
  'exec forms: their words': {
    text: 'FROM a\nENTRYPOINT ["node", "x.js"]\nCMD [ "--port", "1" ]\n',
    want: { entrypoint: ['node', 'x.js'], cmd: ['--port', '1'] },
  },
  'the shell form: a shell': { text: 'FROM a\nCMD node x.js\n', want: { cmd: ['/bin/sh', '-c', 'node x.js'] } },
  'several: the last': { text: 'FROM a\nCMD ["a"]\ncmd ["b"]', want: { cmd: ['b'] } },
  'several stages: the last': {
    text: 'FROM a AS build\nWORKDIR /b\nCOPY . .\nCMD ["a"]\nFROM b\nCOPY --from=build /b/x /x\nCMD ["b"]',
    want: { cmd: ['b'] },
  },
  'lines that continue, comments between them: one instruction': {
    text: 'FROM a\nCMD \\\n# why\n  ["a", \\\r\n  "b"]\n',
    want: { cmd: ['a', 'b'] },
  },
  'variables, in either form: as they are, but for what is made of others': {
    text: 'FROM a\nENV A=1 B="two words" C=\'3\' PATH=/x:$PATH\nENV D four words\nARG E=5\n',
    want: { env: ['A=1', 'B=two words', 'C=3', 'D=four words'] },
  },
  'working directories: one below the other': {
    text: 'FROM a\nWORKDIR /app\nWORKDIR src\nCOPY x y z ./lib/\n',
    want: {
      workingDir: '/app/src',
      copies: [
        ['x', '/app/src/lib/x'],
        ['y', '/app/src/lib/y'],
        ['z', '/app/src/lib/z'],
      ],
    },
  },
  'copies with flags and as a list, of a file and of everything': {
    text: 'FROM a\nCOPY --chown=1:1 --chmod=755 agent.mjs /usr/lib/agent.mjs\nADD ["a b", "/c/"]\nCOPY . /app\n',
    want: {
      copies: [
        ['agent.mjs', '/usr/lib/agent.mjs'],
        ['a b', '/c/a b'],
        ['.', '/app'],
      ],
    },
  },
};

describe('imageIntent', () => {
  test.each(Object.entries(cases))('%s', (_, { text, want }) => {
    expect(imageIntent(text)).toEqual({ ...nothing, ...want });
  });
});
