import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { ElectionWorld } from './election-world.js';

let world: ElectionWorld;

beforeEach(async () => {
  world = await ElectionWorld.begin();
});

afterEach(() => world.end());

test('of two candidates one leads, and continues leading', async () => {
  const a = world.candidate('a');
  await world.pass(0.1);
  const b = world.candidate('b');
  await world.pass(300);
  expect([a.elected, a.lost, b.elected]).toEqual([[0], [], []]);
  expect(world.lease?.spec).toMatchObject({ holderIdentity: 'a', leaseDurationSeconds: 15, leaseTransitions: 0 });
});

test('the leader is killed: the other takes over in less than 20 s', async () => {
  const a = world.candidate('a');
  await world.pass(0.1);
  const b = world.candidate('b');
  await world.pass(60);
  a.network = 'dead';
  const killed = world.seconds;
  await world.pass(30);
  expect(b.elected).toHaveLength(1);
  expect(Number(b.elected[0]) - killed).toBeLessThan(20);
  expect(world.lease?.spec).toMatchObject({ holderIdentity: 'b', leaseTransitions: 1 });
});

test('the leader is cut off: it has lost before another is elected, and 10 s after its last renewal', async () => {
  const a = world.candidate('a');
  await world.pass(0.1);
  const b = world.candidate('b');
  await world.pass(60);
  const renewed = (Date.parse(world.lease?.spec?.renewTime ?? '') - world.clock.now()) / 1000 + world.seconds;
  a.network = 'dead';
  await world.pass(30);
  expect(a.lost).toEqual([renewed + 10]);
  expect(Number(b.elected[0])).toBeGreaterThanOrEqual(Number(a.lost[0]));
});

test('a short outage: the leader continues', async () => {
  const a = world.candidate('a');
  await world.pass(60);
  a.network = 'dead';
  await world.pass(6);
  a.network = 'up';
  await world.pass(60);
  expect([a.elected, a.lost]).toEqual([[0], []]);
  expect(world.lease?.spec).toMatchObject({ holderIdentity: 'a', leaseTransitions: 0 });
});

test('the leader leaves: the other need not wait for the lease to expire', async () => {
  const a = world.candidate('a');
  await world.pass(0.1);
  const b = world.candidate('b');
  await world.pass(60);
  await a.stop();
  const left = world.seconds;
  await world.pass(10);
  expect(Number(b.elected[0]) - left).toBeLessThan(5);
  expect(a.lost).toEqual([]);
});

test('the Lease is deleted under the leader: it makes a new one', async () => {
  const a = world.candidate('a');
  await world.pass(10);
  world.removeLease();
  await world.pass(10);
  expect(a.lost).toEqual([]);
  expect(world.lease?.spec?.holderIdentity).toBe('a');
});

test('the Lease is handed to another by force: the leader has lost as soon as it sees it', async () => {
  const a = world.candidate('a');
  await world.pass(10);
  world.forceHolder('b');
  await world.pass(5);
  expect(a.lost).toHaveLength(1);
  expect(world.lease?.spec?.holderIdentity).toBe('b');
});

test('ten candidates, the leader killed again and again: never two at once', async () => {
  const lives = Array.from({ length: 10 }, (_, index) => world.candidate(`c${index}`));
  for (let round = 0; round < 5; round++) {
    await world.pass(30);
    for (const life of lives) if (life.elected.length > 0) life.network = 'dead';
  }
  await world.pass(30);
  const terms = lives.flatMap(({ elected: [from], lost: [to = Number.POSITIVE_INFINITY] }) =>
    from === undefined ? [] : [{ from, to }],
  );
  const inOrder = terms.sort((a, b) => a.from - b.from);
  expect(inOrder).toHaveLength(6);
  for (const [index, { from }] of inOrder.entries()) expect(from).toBeGreaterThanOrEqual(inOrder[index - 1]?.to ?? 0);
});

test('a leader renews: nothing is restored, and each renewal proves it', async () => {
  const a = world.candidate('a');
  await world.pass(60);
  expect(a.restored).toEqual([]);
  expect(a.renewed).toBe(60);
});

test('the server is restored from a backup that has an earlier Lease: noticed by the second try, once, and still led', async () => {
  const a = world.candidate('a');
  await world.pass(10);
  const restore = world.backUp();
  await world.pass(10);
  restore();
  const restored = world.seconds;
  await world.pass(60);
  expect([a.restored, a.lost]).toEqual([[restored + 4], []]);
});

test('the server is restored from a backup without the Lease: noticed', async () => {
  const restore = world.backUp();
  const a = world.candidate('a');
  await world.pass(20);
  restore();
  await world.pass(60);
  expect([a.restored, a.lost]).toEqual([[24], []]);
});
