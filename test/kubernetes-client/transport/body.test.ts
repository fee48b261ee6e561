import { PassThrough } from 'node:stream';
import { describe, expect, test } from '@jest/globals';
import { collect } from '../../../packages/kubernetes-client/transport/body.js';

const text = (body: Buffer): string => body.toString();

/** A stream that gives these chunks, each in an event of its own, and ends. */
function streamOf(...chunks: string[]): PassThrough {
  const stream = new PassThrough();
  for (const chunk of chunks) stream.write(chunk);
  stream.end();
  return stream;
}

const megabyte = 'x'.repeat(1_000_000);

const bodies: Record<string, string[]> = {
  'nothing: empty': [],
  'one chunk: that': ['abc'],
  'several chunks: one after the other': ['ab', 'c', '', 'd'],
  'more than is kept: whole': Array.from({ length: 9 }, (_, index) => `${index}${megabyte}`),
};

describe('collect', () => {
  test.each(Object.entries(bodies))('%s', async (_, chunks) => {
    await expect(collect(streamOf(...chunks), text)).resolves.toBe(chunks.join(''));
  });

  test('bodies that come at the same time: each its own', async () => {
    const streams = ['a', 'b', 'c'].map((letter) => ({ letter, stream: new PassThrough() }));
    const texts = streams.map(({ stream }) => collect(stream, text));
    for (let round = 0; round < 50; round++)
      for (const { letter, stream } of streams) {
        stream.write(letter.repeat(10_000));
        await new Promise(setImmediate);
      }
    for (const { stream } of streams) stream.end();
    const want = streams.map(({ letter }) => letter.repeat(500_000));
    expect((await Promise.all(texts)).map((body, index) => body === want[index])).toEqual([true, true, true]);
  });

  test('a body that breaks in the middle: rejects, and the next is whole', async () => {
    const broken = new PassThrough();
    const collected = collect(broken, text);
    broken.write('a'.repeat(300_000));
    broken.write('b');
    broken.destroy(new Error('reset'));
    await expect(collected).rejects.toThrow('reset');
    await expect(collect(streamOf('c', 'd'), text)).resolves.toBe('cd');
  });

  test('what the reader throws: rejects with it', async () => {
    const collected = collect(streamOf('a'), () => {
      throw new Error('odd');
    });
    await expect(collected).rejects.toThrow('odd');
  });
});
