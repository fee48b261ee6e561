import { expect, test } from '@jest/globals';
import { lastLineText } from '../../../cli/local/follow/last-line.js';
import { setupWords } from '../../../cli/local/follow/setup-words.js';

const esc = '\u001b';

const lines: Record<string, { line: string; want: string }> = {
  'plain text: as it is': { line: 'reading server.js', want: 'reading server.js' },
  'colours: gone, and nothing of them stays': {
    line: `${esc}[1;31mreading${esc}[0m server.js`,
    want: 'reading server.js',
  },
  'a moved cursor and a cleared screen: gone': { line: `${esc}[5A${esc}[2Jreading`, want: 'reading' },
  'a title of the window: gone': { line: `${esc}]0;owned\u0007reading`, want: 'reading' },
  'a bell, a null and a mark of direction: blanks': { line: 'a\u0007b\u0000c\u202ed', want: 'a b c d' },
  'a progress bar: its last state': { line: '10 %\r55 %\r', want: '55 %' },
  'empty: empty': { line: '', want: '' },
  'a very long line: cut': { line: 'x'.repeat(9999), want: 'x'.repeat(200) },
  'JSON that is no record of a stream: empty, since it has no words': { line: '{"a":1}', want: '' },
  'what looks like JSON: as it is': { line: '{not json', want: '{not json' },
  'a record of Gemini CLI': {
    line: '{"type":"message","role":"assistant","content":"I will read the file.","delta":true}',
    want: 'I will read the file.',
  },
  'a record of Claude Code: its text': {
    line: '{"type":"assistant","message":{"content":[{"type":"text","text":"I will\\nread it."}]}}',
    want: 'I will read it.',
  },
  'a record of Claude Code: the name of its tool': {
    line: '{"type":"assistant","message":{"content":[{"type":"tool_use","name":"Read","input":{"file":"a"}}]}}',
    want: 'Read',
  },
  'a record of Codex: its command': {
    line: '{"type":"item.started","item":{"type":"command_execution","command":"npm test"}}',
    want: 'npm test',
  },
  'a colour within a record: gone': { line: '{"text":"\\u001b[31mred\\u001b[0m"}', want: 'red' },
};

test.each(Object.entries(lines))('lastLineText, %s', (_, { line, want }) => expect(lastLineText(line)).toBe(want));

const pods: Record<string, { running: string; want: string }> = {
  'a clone': { running: 'clone-0', want: 'cloning' },
  'a fetch': { running: 'fetch-2', want: 'fetching a context' },
  'the files': { running: 'write-files', want: 'writing context files' },
  'a step of a Task': { running: 'build', want: '' },
};

test.each(Object.entries(pods))('setupWords, %s runs', (_, { running, want }) => {
  const initContainerStatuses = [
    { name: 'copy-tools', state: { terminated: { exitCode: 0 } } },
    { name: running, state: { running: {} } },
  ].map((status) => ({ ...status, image: '', imageID: '', ready: false, restartCount: 0 }));
  expect(setupWords({ status: { initContainerStatuses } })).toBe(want);
});
