import { expect, test } from '@jest/globals';
import { EndMark } from '../../../executors/remote/end-mark.js';

function passed(...messages: readonly string[]) {
  const mark = new EndMark('END ');
  const shown = messages.map((message) => mark.passOn(Buffer.from(message)).toString());
  return { shown, exitCode: mark.exitCode, rest: mark.rest().toString() };
}

test.each<[string, readonly string[], ReturnType<typeof passed>]>([
  ['alone', ['\x1eEND 0\n'], { shown: [''], exitCode: 0, rest: '' }],
  ['after a line that does not end', ['no end\x1eEND 255\n'], { shown: ['no end'], exitCode: 255, rest: '' }],
  ['before output of a child', ['a\x1eEND 3\nb', 'c'], { shown: ['ab', 'c'], exitCode: 3, rest: '' }],
  ['in pieces', ['a\x1eE', 'ND', ' 1', '2', '\n'], { shown: ['a', '', '', '', ''], exitCode: 12, rest: '' }],
  ['that has only begun', ['a\x1eEN'], { shown: ['a'], exitCode: undefined, rest: '\x1eEN' }],
  ['of another', ['a\x1eEN', 'O\n'], { shown: ['a', '\x1eENO\n'], exitCode: undefined, rest: '' }],
  ['after what begins like one', ['\x1e\x1eEND 1\n'], { shown: ['\x1e'], exitCode: 1, rest: '' }],
  ['without a code', ['\x1eEND none\n'], { shown: ['\x1eEND none\n'], exitCode: undefined, rest: '' }],
])('a mark %s', (_, messages, expected) => {
  expect(passed(...messages)).toEqual(expected);
});
