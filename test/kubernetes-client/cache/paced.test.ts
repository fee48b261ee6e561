import { expect, test } from '@jest/globals';
import { paced } from '../../../packages/kubernetes-client/cache/paced.js';
import type { Source } from '../../../packages/kubernetes-client/cache/source.js';
import { FakeClock } from '../fake-clock.js';

/** A source that a test drives, and the keys woken behind it. */
function setUp() {
  const clock = new FakeClock();
  const woken: string[] = [];
  let news: (key: string) => void = () => {};
  const source: Source = {
    subscribe: (wake) => {
      news = wake;
    },
  };
  paced([source], 1, clock).subscribe((key) => woken.push(key));
  return { clock, woken, news: (key: string) => news(key) };
}

test('the first news wake at once', () => {
  const { woken, news } = setUp();
  news('a');
  expect(woken).toEqual(['a']);
});

test('a burst becomes two wake-ups, the second when a second is over', async () => {
  const { clock, woken, news } = setUp();
  for (const _ of [1, 2, 3, 4]) news('a');
  await clock.advance(0.9);
  expect(woken).toEqual(['a']);
  await clock.advance(0.2);
  expect(woken).toEqual(['a', 'a']);
});

test('news without end wake once a second', async () => {
  const { clock, woken, news } = setUp();
  for (const _ of Array(50)) {
    news('a');
    await clock.advance(0.1);
  }
  expect(woken).toHaveLength(6);
});

test('after a quiet second the next news wake at once, and nothing is left behind', async () => {
  const { clock, woken, news } = setUp();
  news('a');
  await clock.advance(1);
  expect(clock.pendingSeconds()).toEqual([]);
  news('a');
  expect(woken).toEqual(['a', 'a']);
});

test('keys do not wait for each other', () => {
  const { woken, news } = setUp();
  news('a');
  news('b');
  expect(woken).toEqual(['a', 'b']);
});
