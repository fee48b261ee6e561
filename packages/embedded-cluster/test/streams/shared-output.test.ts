import { PassThrough, Writable } from 'node:stream';
import { expect, test } from '@jest/globals';
import { shareOutput } from '../../node/processes/shared-output.js';

/** Takes a chunk only when the test says so. */
function slowClient() {
  const taken: (() => void)[] = [];
  const client = new Writable({ highWaterMark: 1, write: (_chunk, _encoding, done) => void taken.push(done) });
  return { client, take: () => taken.shift()?.() };
}

function shared() {
  const source = new PassThrough();
  const kept: string[] = [];
  const output = shareOutput(source, (chunk) => kept.push(chunk.toString()));
  return { source, kept, output };
}
const flowed = () => new Promise((resolve) => setImmediate(resolve));

test('a client that does not take its part: the process waits', async () => {
  const { source, kept, output } = shared();
  const { client, take } = slowClient();
  output.add(client);
  source.write('a');
  await flowed();
  source.write('b');
  await flowed();
  const before = [...kept];
  take();
  await flowed();
  expect([before, kept]).toEqual([['a'], ['a', 'b']]);
});
test('a client that goes without taking its part: the process continues', async () => {
  const { source, kept, output } = shared();
  const { client } = slowClient();
  output.add(client);
  source.write('a');
  await flowed();
  client.destroy();
  await flowed();
  source.write('b');
  await flowed();
  expect(kept).toEqual(['a', 'b']);
});
test('the process has ended: the log waits for nobody', async () => {
  const { source, kept, output } = shared();
  output.add(slowClient().client);
  source.write('a');
  await flowed();
  output.hurry();
  source.end('b');
  await flowed();
  expect(kept).toEqual(['a', 'b']);
});
