import { beforeEach, describe, expect, test } from '@jest/globals';
import { type ApiUnderTest, configMaps, makeApi, makeConfigMap, merge } from './api-under-test.js';

interface Event {
  readonly type: string;
  readonly object: {
    readonly metadata: { readonly name?: string; readonly annotations?: object };
    readonly data?: object;
  };
}

let server: ApiUnderTest;
beforeEach(() => {
  server = makeApi();
});

const create = (name: string, metadata: object = {}) =>
  server.send<{ metadata: { resourceVersion: string } }>(
    'POST',
    configMaps,
    makeConfigMap(name, { metadata: { name, ...metadata } }),
  );
const label = (name: string, value: string | null) =>
  server.send('PATCH', `${configMaps}/${name}`, { metadata: { labels: { app: value } } }, merge);
const version = async () =>
  (await server.send<{ metadata: { resourceVersion: string } }>('GET', configMaps)).body.metadata.resourceVersion;
const brief = (event: Event | undefined) => [event?.type, event?.object.metadata.name];

test('without a version: what is there comes first, then changes', async () => {
  await create('a');
  const next = await server.watch<Event>(`${configMaps}?watch=1`);
  await create('b');
  expect([brief(await next()), brief(await next())]).toEqual([
    ['ADDED', 'a'],
    ['ADDED', 'b'],
  ]);
});

test('from a version: only what happened after it', async () => {
  await create('a');
  const from = await version();
  await create('b');
  await server.send('DELETE', `${configMaps}/b`);
  const next = await server.watch<Event>(`${configMaps}?watch=1&resourceVersion=${from}`);
  expect([brief(await next()), brief(await next())]).toEqual([
    ['ADDED', 'b'],
    ['DELETED', 'b'],
  ]);
});

test('with a selector: objects come into the selection and leave it', async () => {
  await create('a');
  const next = await server.watch<Event>(
    `${configMaps}?watch=1&resourceVersion=${await version()}&labelSelector=app=x`,
  );
  await label('a', 'x');
  await server.send('PATCH', `${configMaps}/a`, { data: { k: 'v' } }, merge);
  await label('a', 'y');
  await create('b', { labels: { app: 'x' } });
  const seen = [await next(), await next(), await next(), await next()].map(brief);
  expect(seen).toEqual([
    ['ADDED', 'a'],
    ['MODIFIED', 'a'],
    ['DELETED', 'a'],
    ['ADDED', 'b'],
  ]);
});

test('one object by name: nothing of the others', async () => {
  await create('a');
  await create('b');
  const next = await server.watch<Event>(`${configMaps}?watch=1&fieldSelector=metadata.name=b`);
  expect(brief(await next())).toEqual(['ADDED', 'b']);
});

test('as a list: a bookmark tells where the present state ends', async () => {
  await create('a');
  const query = 'watch=1&sendInitialEvents=true&resourceVersionMatch=NotOlderThan&allowWatchBookmarks=true';
  const next = await server.watch<Event>(`${configMaps}?${query}`);
  await next();
  expect(await next()).toMatchObject({
    type: 'BOOKMARK',
    object: { metadata: { annotations: { 'k8s.io/initial-events-end': 'true' } } },
  });
});

test('a bookmark each minute and at the end of its time, then the end', async () => {
  const next = await server.watch<Event>(
    `${configMaps}?watch=1&resourceVersion=${await version()}&timeoutSeconds=100&allowWatchBookmarks=true`,
  );
  await server.clock.advance(60);
  expect((await next())?.type).toBe('BOOKMARK');
  await server.clock.advance(40);
  expect([(await next())?.type, await next()]).toEqual(['BOOKMARK', undefined]);
});

test('a version that has left the window: expired', async () => {
  expect(await server.send('GET', `${configMaps}?watch=1&resourceVersion=1`)).toMatchObject({
    code: 410,
    body: { reason: 'Expired' },
  });
});

test('text that is not ASCII: whole', async () => {
  await server.send('POST', configMaps, makeConfigMap('a', { data: { k: 'schön 💡' } }));
  const next = await server.watch<Event>(`${configMaps}?watch=1`);
  expect((await next())?.object.data).toEqual({ k: 'schön 💡' });
});

describe('a list page by page', () => {
  interface List {
    readonly metadata: { readonly continue?: string; readonly remainingItemCount?: number };
    readonly items: readonly { readonly metadata: { readonly name: string } }[];
  }
  const names = ({ items }: List) => items.map(({ metadata }) => metadata.name);

  test('sorted by name, and all pages show the state of the first', async () => {
    await create('c');
    await create('a');
    await create('b');
    const { body: first } = await server.send<List>('GET', `${configMaps}?limit=2`);
    await server.send('DELETE', `${configMaps}/c`);
    const token = first.metadata.continue ?? '';
    const { body: second } = await server.send<List>('GET', `${configMaps}?limit=2&continue=${token}`);
    expect([names(first), first.metadata.remainingItemCount, names(second)]).toEqual([['a', 'b'], 1, ['c']]);
  });

  test('a token after five minutes: expired', async () => {
    await create('a');
    await create('b');
    const { body } = await server.send<List>('GET', `${configMaps}?limit=1`);
    await server.clock.advance(301);
    expect(await server.send('GET', `${configMaps}?limit=1&continue=${body.metadata.continue}`)).toMatchObject({
      code: 410,
      body: { reason: 'Expired' },
    });
  });
});
