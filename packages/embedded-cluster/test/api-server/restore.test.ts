import { beforeEach, describe, expect, test } from '@jest/globals';
import type { LocalWatchEvent } from '../../local-api.js';
import {
  type ApiUnderTest,
  configMaps,
  definitions,
  makeApi,
  makeConfigMap,
  makeWidget,
  merge,
  widgetDefinition,
  widgets,
} from './api-under-test.js';

interface Item {
  readonly metadata: { readonly name: string; readonly resourceVersion: string; readonly uid: string };
}
interface List {
  readonly metadata: { readonly resourceVersion: string; readonly continue?: string };
  readonly items: readonly Item[];
}
interface Event {
  readonly type: string;
  readonly object: { readonly metadata: { readonly name?: string; readonly resourceVersion?: string } };
}

let server: ApiUnderTest;
beforeEach(() => {
  server = makeApi();
});

const create = async (name: string) => (await server.send<Item>('POST', configMaps, makeConfigMap(name))).body;
const change = (name: string) => server.send('PATCH', `${configMaps}/${name}`, { data: { k: 'v' } }, merge);
const remove = (name: string) => server.send('DELETE', `${configMaps}/${name}`);
const list = async () => (await server.send<List>('GET', configMaps)).body;
const brief = (event: Event | undefined) => `${event?.type} ${event?.object.metadata.name}`;

/** A server that held `kept` and `removed`, and then lost `removed`, got `added` and changed `kept`. */
async function lose() {
  const [kept] = [await create('kept'), await create('removed')];
  const before = await list();
  const snapshot = server.snapshot();
  await change('kept');
  await remove('removed');
  await create('added');
  return { kept, before, snapshot, lost: (await list()).metadata.resourceVersion };
}

test('objects and versions are what they were', async () => {
  const { before, snapshot } = await lose();
  server.restore(snapshot);
  expect(await list()).toEqual(before);
  expect(snapshot.resourceVersion).toBe(before.metadata.resourceVersion);
});

test('versions continue from the snapshot, so that they repeat', async () => {
  const { snapshot } = await lose();
  server.restore(snapshot);
  expect(Number((await create('next')).metadata.resourceVersion)).toBe(Number(snapshot.resourceVersion) + 1);
});

test('a snapshot may be restored more than once', async () => {
  const { before, snapshot } = await lose();
  server.restore(snapshot);
  await create('other');
  server.restore(snapshot);
  expect(await list()).toEqual(before);
});

test('a snapshot of another server: refused', () => {
  expect(() => server.restore(makeApi().snapshot())).toThrow('the snapshot is of another server');
});

test('a definition that was removed: its kind is served again', async () => {
  await server.send('POST', definitions, widgetDefinition);
  await server.send('POST', widgets, makeWidget('w'));
  const snapshot = server.snapshot();
  await server.send('DELETE', `${definitions}/widgets.example.com`);
  server.restore(snapshot);
  expect((await server.send<List>('GET', widgets)).body.items.map(({ metadata }) => metadata.name)).toEqual(['w']);
});

test('a definition that was added: its kind is not served any more', async () => {
  const snapshot = server.snapshot();
  await server.send('POST', definitions, widgetDefinition);
  server.restore(snapshot);
  expect((await server.send('GET', widgets)).code).toBe(404);
});

describe('a watch over HTTP', () => {
  const watch = (version: string, query = '') =>
    server.watch<Event>(`${configMaps}?watch=1&resourceVersion=${version}${query}`);

  test('that is open: ends without an event', async () => {
    const { snapshot, lost } = await lose();
    const next = await watch(lost);
    server.restore(snapshot);
    expect(await next()).toBeUndefined();
  });

  test('from a version before the snapshot: expired', async () => {
    const { kept, snapshot } = await lose();
    server.restore(snapshot);
    expect(
      await server.send('GET', `${configMaps}?watch=1&resourceVersion=${kept.metadata.resourceVersion}`),
    ).toMatchObject({ code: 410, body: { reason: 'Expired' } });
  });

  test('from the version of the snapshot: what happens from now on', async () => {
    const { snapshot } = await lose();
    server.restore(snapshot);
    const next = await watch(snapshot.resourceVersion);
    await create('next');
    expect(brief(await next())).toBe('ADDED next');
  });

  test('from a version that is lost: silent until the server has passed it', async () => {
    const { snapshot, lost } = await lose();
    server.restore(snapshot);
    const next = await watch(lost);
    for (const name of ['a', 'b', 'c', 'd']) await create(name);
    expect((await next())?.object.metadata).toMatchObject({ name: 'd', resourceVersion: String(Number(lost) + 1) });
  });

  test('from a version that is lost, as a list: an ERROR event, too large', async () => {
    const { snapshot, lost } = await lose();
    server.restore(snapshot);
    const next = await watch(lost, '&sendInitialEvents=true&resourceVersionMatch=NotOlderThan');
    expect(await next()).toMatchObject({
      type: 'ERROR',
      object: { code: 504, reason: 'Timeout', details: { causes: [{ reason: 'ResourceVersionTooLarge' }] } },
    });
    expect(await next()).toBeUndefined();
  });

  test('after the revision was bumped: expired, whatever the client knows', async () => {
    const { snapshot, lost } = await lose();
    server.restore(snapshot, { bumpRevision: 1000 });
    expect((await server.send('GET', `${configMaps}?watch=1&resourceVersion=${lost}`)).code).toBe(410);
    expect(Number((await list()).metadata.resourceVersion)).toBe(Number(snapshot.resourceVersion) + 1000);
  });
});

describe('a read', () => {
  const tooLarge = { code: 504, body: { reason: 'Timeout', details: { retryAfterSeconds: 1 } } };

  test.each(['', '/kept'])('of %p at least as new as a version that is lost: too large', async (path) => {
    const { snapshot, lost } = await lose();
    server.restore(snapshot);
    expect(await server.send('GET', `${configMaps}${path}?resourceVersion=${lost}`)).toMatchObject(tooLarge);
  });

  test('of the next page of a list that is lost: too large, and later expired', async () => {
    const { snapshot } = await lose();
    const token = (await server.send<List>('GET', `${configMaps}?limit=1`)).body.metadata.continue;
    const next = () => server.send('GET', `${configMaps}?limit=1&continue=${token}`);
    server.restore(snapshot);
    expect(await next()).toMatchObject(tooLarge);
    for (const name of ['a', 'b', 'c', 'd']) await create(name);
    expect((await next()).code).toBe(410);
  });
});

test('a write with a version that is lost: conflict', async () => {
  const { snapshot, kept, lost } = await lose();
  server.restore(snapshot);
  const metadata = { name: 'kept', uid: kept.metadata.uid, resourceVersion: lost };
  expect((await server.send('PUT', `${configMaps}/kept`, makeConfigMap('kept', { metadata }))).code).toBe(409);
});

test('a watch in this process continues: gone first, then everything that is there', async () => {
  const { snapshot } = await lose();
  const seen: string[] = [];
  const note = ({ type, object }: LocalWatchEvent) => seen.push(`${type} ${object.metadata.name}`);
  server.api.watch('configmaps', note);
  seen.length = 0;
  server.restore(snapshot);
  expect(seen).toEqual(['DELETED added', 'MODIFIED kept', 'ADDED removed']);
});
