import { beforeEach, describe, expect, test } from '@jest/globals';
import { type Holder, MemoryBudget } from '../../../packages/kubernetes-client/cache/memory-budget.js';
import type { NamespaceWeights } from '../../../packages/kubernetes-client/cache/namespace-weights.js';
import { FakeClock, settle } from '../fake-clock.js';

let clock: FakeClock;
let budget: MemoryBudget;
let reported: string[];
let weights: NamespaceWeights;
let endList: () => void;

const holder: Holder = {
  drop: (namespace) => reported.push(`drop ${namespace}`),
  listAgain: () => {
    reported.push('list again');
    return new Promise((resolve) => {
      endList = resolve;
    });
  },
};

beforeEach(() => {
  clock = new FakeClock();
  reported = [];
  budget = new MemoryBudget(100, clock);
  budget.listen({
    leftOut: (namespace, bytes) => reported.push(`left out ${namespace} ${bytes}`),
    returned: (namespace) => reported.push(`returned ${namespace}`),
  });
  weights = budget.join(holder);
});

/** After the next time that the budget checks whether a namespace fits again. */
async function look(): Promise<void> {
  await clock.timerFor(30);
  await clock.advance(30);
  await settle();
}

describe('leaving out', () => {
  test('everything fits: one namespace may have all of it', () => {
    weights.note('a', '1', 100);
    expect({ reported, held: budget.heldBytes }).toEqual({ reported: [], held: 100 });
  });

  test('it does not: the heaviest goes, also if the object of another exceeds the budget', () => {
    weights.note('a', '1', 70);
    weights.note('b', '2', 31);
    expect(reported).toEqual(['left out a 70', 'drop a']);
    expect({ a: budget.admits('a'), b: budget.admits('b'), held: budget.heldBytes }).toEqual({
      ...{ a: false, b: true },
      held: 31,
    });
  });

  test('what two caches hold of a namespace counts together', () => {
    weights.note('a', '1', 60);
    budget.join({ ...holder, drop: (namespace) => reported.push(`also drop ${namespace}`) }).note('a', '2', 60);
    expect(reported).toEqual(['left out a 120', 'drop a', 'also drop a']);
  });

  test('an object of a namespace that is left out adds nothing, however large', () => {
    weights.note('a', '1', 101);
    weights.note('a', '2', 1000);
    expect({ reported, held: budget.heldBytes }).toEqual({ reported: ['left out a 101', 'drop a'], held: 0 });
  });

  test('an object that changed counts once', () => {
    weights.note('a', '1', 60);
    weights.note('a', '1', 61);
    expect(budget.heldBytes).toBe(61);
  });
});

describe('a list that replaces what was noted', () => {
  beforeEach(() => weights.note('a', '1', 60));

  test('what it lists again does not count twice', () => {
    weights.beginList();
    weights.note('a', '1', 60);
    expect(budget.heldBytes).toBe(60);
  });

  test('read to its end: what it did not list no longer counts', () => {
    weights.beginList();
    weights.note('a', '2', 10);
    weights.endList(true);
    expect(budget.heldBytes).toBe(10);
  });

  test('broken off: what was noted before stays', () => {
    weights.beginList();
    weights.note('a', '2', 80);
    weights.endList(false);
    expect(budget.heldBytes).toBe(60);
  });
});

describe('several namespaces that do not fit', () => {
  test('one after the other goes, the heaviest first, until the rest fits', () => {
    weights.note('a', '1', 50);
    weights.note('b', '2', 40);
    weights.note('c', '3', 200);
    expect(budget.leftOut).toEqual(['c']);
    weights.note('d', '4', 30);
    expect({ out: budget.leftOut, held: budget.heldBytes }).toEqual({ out: ['c', 'a'], held: 70 });
  });

  test('when there is room, the lightest return, and the others are looked at again', async () => {
    weights.note('a', '1', 120);
    weights.note('b', '2', 110);
    weights.note('c', '3', 105);
    reported.length = 0;
    weights.note('a', '1', 50);
    weights.note('b', '2', 20);
    weights.note('c', '3', 40);
    await look();
    expect([budget.admits('b'), budget.admits('c'), budget.admits('a'), budget.heldBytes]).toEqual([
      true,
      true,
      false,
      60,
    ]);
    weights.note('c', '3', 0);
    await look();
    expect([budget.admits('a'), budget.leftOut.length, budget.heldBytes]).toEqual([true, 3, 70]);
  });

  test('one that is held again is no longer looked for, nor listed a second time', async () => {
    weights.note('a', '1', 120);
    weights.note('a', '1', 20);
    await look();
    await look();
    expect(reported.filter((line) => line === 'list again')).toEqual(['list again']);
    endList();
    await settle();
    expect(budget.leftOut).toEqual([]);
  });

  test('as much as four fifths of the budget is held when it returns, and no more', async () => {
    weights.note('a', '1', 101);
    weights.note('b', '2', 30);
    weights.note('a', '1', 51);
    await look();
    expect(budget.admits('a')).toBe(false);
    weights.note('a', '1', 50);
    await look();
    expect(budget.admits('a')).toBe(true);
  });
});

test('after it is stopped nothing returns any more', async () => {
  weights.note('a', '1', 120);
  await clock.timerFor(30);
  budget.stop();
  weights.note('a', '1', 0);
  weights.note('b', '1', 120);
  await clock.advance(90);
  await settle();
  expect(budget.leftOut).toEqual(['a', 'b']);
});

test('one that nobody listens to is bounded, too', () => {
  const quiet = new MemoryBudget(10, clock);
  quiet.stop();
  quiet.listen({});
  quiet.join(holder).note('a', '1', 11);
  expect(quiet.leftOut).toEqual(['a']);
});

describe('return', () => {
  beforeEach(() => {
    weights.note('a', '1', 90);
    weights.note('a', '2', 20);
    reported.length = 0;
  });

  test('it has not shrunk enough: it stays out', async () => {
    weights.note('a', '2', 0);
    await look();
    expect(reported).toEqual([]);
  });

  test('it has shrunk: its objects are held at once, and it is whole when they are listed', async () => {
    weights.note('a', '1', 0);
    await look();
    expect({ reported, admits: budget.admits('a'), isLeftOut: budget.isLeftOut('a') }).toEqual({
      ...{ reported: ['list again'], admits: true, isLeftOut: true },
    });
    endList();
    await settle();
    expect({ reported, isLeftOut: budget.isLeftOut('a'), held: budget.heldBytes }).toEqual({
      ...{ reported: ['list again', 'returned a'], isLeftOut: false, held: 20 },
    });
  });

  test('nothing is left of it: it is whole without a list', async () => {
    weights.note('a', '1', 0);
    weights.note('a', '2', 0);
    await look();
    expect(reported).toEqual(['returned a']);
  });

  test('it grows while it is listed: it is left out again, and it is reported once', async () => {
    weights.note('a', '1', 0);
    await look();
    weights.note('a', '3', 100);
    endList();
    await settle();
    expect({ reported, admits: budget.admits('a') }).toEqual({ reported: ['list again', 'drop a'], admits: false });
  });
});
