import { afterEach, describe, expect, test } from '@jest/globals';
import type { Watch } from './api-client.js';
import { makeBatch, makeConfigMap, makeRun } from './objects.js';
import { merge, type World } from './world.js';

interface Event {
  readonly type: string;
  readonly object: {
    readonly kind?: string;
    readonly code?: number;
    readonly reason?: string;
    readonly metadata: {
      readonly name?: string;
      readonly resourceVersion: string;
      readonly labels?: object;
      readonly annotations?: object;
      readonly generation?: number;
      readonly deletionTimestamp?: string;
    };
  };
}

interface List {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly { readonly metadata: { readonly name: string } }[];
}

const namesOf = ({ items }: List) => items.map(({ metadata }) => metadata.name);
const brief = ({ type, object }: Event) => `${type} ${object.metadata.name}`;

/** Which events a watch sends, and how a client resumes. */
export function describeWatches(world: () => World): void {
  const create = (name: string, metadata: object = {}) =>
    world().send<Event['object']>('POST', 'batches', makeBatch(name, {}, { ...metadata }));
  const patch = (name: string, metadata: object) => world().send('PATCH', `batches/${name}`, { metadata }, merge);
  const remove = (name: string) => world().send('DELETE', `batches/${name}`);
  const list = async (query = '') => (await world().send<List>('GET', `batches${query}`)).body;
  const version = async () => (await list()).metadata.resourceVersion;
  const watch = (query: string) => world().watch<Event>(`batches?watch=1&${query}`);
  const take = async (count: number, { next }: Watch<Event>) => {
    const events: Event[] = [];
    for (let event = await next(); event; event = events.length < count ? await next() : undefined) events.push(event);
    return events;
  };

  describe('a watch', () => {
    afterEach(() => world().tidy());

    test('without a version: existing objects first, then changes', async () => {
      await create('a');
      const events = await watch('');
      await create('b');
      expect((await take(2, events)).map(brief)).toEqual(['ADDED a', 'ADDED b']);
    });

    test('from the version of a list: only later changes, in order', async () => {
      await create('a');
      const from = await version();
      await create('b');
      await patch('a', { labels: { app: 'x' } });
      await remove('b');
      const events = await take(3, await watch(`resourceVersion=${from}`));
      expect(events.map(brief)).toEqual(['ADDED b', 'MODIFIED a', 'DELETED b']);
      const versions = events.map(({ object }) => Number(object.metadata.resourceVersion));
      expect(versions).toEqual([...new Set(versions)].sort((a, b) => a - b));
    });

    test('with a label selector: ADDED and DELETED when objects enter and leave the selection', async () => {
      await create('a');
      const events = await watch(`resourceVersion=${await version()}&labelSelector=app%3Dx`);
      await patch('a', { labels: { app: 'x' } });
      await patch('a', { annotations: { k: 'v' } });
      await patch('a', { labels: { app: 'y' } });
      await create('b', { labels: { app: 'x' } });
      const seen = await take(4, events);
      expect(seen.map(brief)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a', 'ADDED b']);
      expect(seen[2]?.object.metadata.labels).toEqual({ app: 'x' });
    });

    test('with a field selector on the name: only that object', async () => {
      await create('a');
      await create('b');
      expect((await take(1, await watch('fieldSelector=metadata.name%3Db'))).map(brief)).toEqual(['ADDED b']);
    });

    test('of an object with a finalizer: MODIFIED on deletion, DELETED when the finalizer is removed', async () => {
      await create('a', { finalizers: ['kubetask.io/test'] });
      const events = await watch(`resourceVersion=${await version()}`);
      await remove('a');
      await patch('a', { finalizers: null });
      const seen = await take(2, events);
      expect(seen.map(brief)).toEqual(['MODIFIED a', 'DELETED a']);
      expect(seen[0]?.object.metadata.deletionTimestamp).toBeDefined();
    });

    test('of a dry run, and of a patch that changes nothing: no event', async () => {
      await create('a');
      const events = await watch(`resourceVersion=${await version()}`);
      await world().send('POST', 'batches?dryRun=All', makeBatch('dry'));
      await patch('a', { labels: null });
      await create('z');
      expect((await take(1, events)).map(brief)).toEqual(['ADDED z']);
    });

    test('of a status write: the same generation', async () => {
      await world().send('POST', 'batchruns', makeRun('r', { batchRef: 'absent' }));
      const events = await world().watch<Event>('batchruns?watch=1&fieldSelector=metadata.name%3Dr');
      await world().send('PATCH', 'batchruns/r/status', { status: { phase: 'Running' } }, merge);
      const [added, modified] = await take(2, events);
      expect([added?.type, modified?.type, modified?.object.metadata.generation]).toEqual(['ADDED', 'MODIFIED', 1]);
    });

    test('with sendInitialEvents: a bookmark marks the end of the initial state', async () => {
      await create('a');
      const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
      const [first, end] = await take(2, await watch(query));
      expect(first && brief(first)).toBe('ADDED a');
      expect(end).toMatchObject({
        type: 'BOOKMARK',
        object: {
          kind: 'Batch',
          metadata: { resourceVersion: expect.any(String), annotations: { 'k8s.io/initial-events-end': 'true' } },
        },
      });
    });

    test('with bookmarks: a new version, although its own objects are unchanged', async () => {
      const { bookmarkSeconds } = world().server;
      const query = `allowWatchBookmarks=true&timeoutSeconds=${bookmarkSeconds}&fieldSelector=metadata.name%3Dnone`;
      const events = await watch(`resourceVersion=${await version()}&${query}`);
      const { body } = await create('a');
      const [bookmark] = await take(1, events);
      expect(bookmark?.type).toBe('BOOKMARK');
      expect(Number(bookmark?.object.metadata.resourceVersion)).toBeGreaterThanOrEqual(
        Number(body.metadata.resourceVersion),
      );
    });

    test('from a compacted version: Expired, as an answer or as an event', async () => {
      const path = 'events?watch=1&resourceVersion=1';
      const refused = async () => {
        const { code, body } = await world().send<{ reason?: string }>('GET', `${path}&timeoutSeconds=1`);
        // Several events are not one JSON text; only the first line counts.
        const { object } = body as Partial<Event>;
        return object ? [object.code, object.reason] : [code, body.reason];
      };
      let last = await refused();
      while (last[0] === 200) last = await refused();
      expect(last).toEqual([410, 'Expired']);
    });

    test('from a version of the future: silent, also of what happens until then', async () => {
      const from = Number(await version()) + 1_000_000;
      const events = await watch(`resourceVersion=${from}&timeoutSeconds=1&allowWatchBookmarks=true`);
      await create('a');
      expect(await events.next()).toBeUndefined();
    });

    test('as a list from a version of the future: an ERROR event, too large', async () => {
      const query = 'sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
      const events = await watch(`resourceVersion=${Number(await version()) + 1_000_000}&${query}`);
      expect(await events.next()).toMatchObject({
        type: 'ERROR',
        object: { code: 504, reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } },
      });
    });

    test('text that is not ASCII: complete', async () => {
      const text = 'schön 💡'.repeat(2000);
      await world().send('POST', 'configmaps', makeConfigMap('a', { k: text }));
      const events = await world().watch<{ object: { data?: { k?: string } } }>(
        'configmaps?watch=1&fieldSelector=metadata.name%3Da',
      );
      expect((await events.next())?.object.data?.k).toBe(text);
    });
  });

  describe('a list page by page', () => {
    afterEach(() => world().tidy());

    const three = async () => {
      for (const name of ['c', 'a', 'b']) await create(name);
      return list('?limit=2');
    };

    test('sorted by name, and all pages have the version of the first', async () => {
      const first = await three();
      await remove('c');
      const second = await list(`?limit=2&continue=${first.metadata.continue}`);
      expect([namesOf(first), namesOf(second)]).toEqual([['a', 'b'], ['c']]);
      expect(second.metadata.resourceVersion).toBe(first.metadata.resourceVersion);
    });

    test('with a token that is too old: Expired', async () => {
      const token = aged((await three()).metadata.continue ?? '');
      const next = () => world().send('GET', `batches?limit=2&continue=${token}`);
      let answer = await next();
      while (answer.code === 200) answer = await next();
      expect(answer).toMatchObject({
        code: 410,
        body: {
          reason: 'Expired',
          message: expect.stringMatching(
            /^The provided continue parameter is too old to display a consistent list result\./,
          ),
        },
      });
    });
  });

  test('two replacements of one version: the second is a conflict', async () => {
    const { body } = await create('a');
    const replace = () => world().send('PUT', 'batches/a', { ...body, spec: { backoffLimit: 1 } });
    const codes = [(await replace()).code, (await replace()).code];
    await world().tidy();
    expect(codes).toEqual([200, 409]);
  });
}

/** A continue token from the start of the server. etcd's holds a version, the embedded server's a list. */
function aged(token: string): string {
  const position = JSON.parse(Buffer.from(token, 'base64url').toString()) as object;
  const old = 'rv' in position ? { rv: 1 } : { id: 'gone' };
  return Buffer.from(JSON.stringify({ ...position, ...old })).toString('base64url');
}
