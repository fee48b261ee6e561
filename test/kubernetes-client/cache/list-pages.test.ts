import { expect, test } from '@jest/globals';
import { pods } from '../../../api/kinds/kubernetes.js';
import { listAll } from '../../../packages/kubernetes-client/cache/list-pages.js';
import { ApiError } from '../../../packages/kubernetes-client/transport/api-error.js';
import type { ApiRequest } from '../../../packages/kubernetes-client/transport/api-request.js';
import { makeJob } from '../make-objects.js';

/** A list whose objects have a size each, in bytes. */
function serverWith(sizes: readonly number[]) {
  const asked: string[] = [];
  const request = async ({ query = {}, mostBytes = Number.POSITIVE_INFINITY, skim }: ApiRequest) => {
    const from = Number(query['continue'] ?? 0);
    const until = from + Number(query['limit'] ?? sizes.length);
    const bytes = sizes.slice(from, until).reduce((sum, size) => sum + size, 0);
    asked.push(`${from}+${query['limit']}${bytes > mostBytes ? ' too large' : ''}`);
    if (bytes > mostBytes) throw new ApiError('no', { code: 0, reason: 'AnswerTooLarge', transient: false });
    const items = sizes.slice(from, until).map((_, index) => makeJob(`p${from + index}`));
    const page = {
      metadata: { resourceVersion: '9', ...(until < sizes.length && { continue: String(until) }) },
      items,
    };
    skim?.(Buffer.alloc(bytes, JSON.stringify({ items: [] }).padEnd(bytes)));
    return page as never;
  };
  return { asked, transport: { request } as never };
}

const mebibyte = 1024 * 1024;

test('large objects behind small ones: the page is asked for again, in smaller ones, and nothing is missed', async () => {
  const { asked, transport } = serverWith([...Array(16).fill(1000), ...Array(250).fill(1.4 * mebibyte)]);
  const taken: string[] = [];
  const version = await listAll({
    transport,
    selection: { resource: pods },
    fields: undefined,
    begin: () => taken.splice(0),
    take: ({ metadata }) => taken.push(metadata.name),
    signal: new AbortController().signal,
  });
  expect({ version, taken: taken.length, unique: new Set(taken).size }).toEqual({
    version: '9',
    taken: 266,
    unique: 266,
  });
  expect(asked.slice(0, 4)).toEqual(['0+16', '16+250 too large', '16+15', '31+2']);
  expect(asked.filter((line) => line.includes('too large'))).toHaveLength(1);
});

test('one object that is larger than a page may be: taken all the same', async () => {
  const { asked, transport } = serverWith([30 * mebibyte, 1]);
  const taken: string[] = [];
  await listAll({
    transport,
    selection: { resource: pods },
    fields: undefined,
    begin: () => undefined,
    take: ({ metadata }) => taken.push(metadata.name),
    signal: new AbortController().signal,
  });
  expect(taken).toEqual(['p0', 'p1']);
  expect(asked).toEqual(['0+16 too large', '0+1', '1+1']);
});
