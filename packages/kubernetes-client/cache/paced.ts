import type { Clock } from '../../work-queue/clock.js';
import type { Source } from './source.js';

/**
 * Joins sources into one that wakes a key at once, and then at most once per `seconds`: a burst of news of thousands of
 * Jobs becomes one pass, and one status, a second. Nothing is lost: news in between wake the key when the time is over.
 */
export function paced(sources: readonly Source[], seconds: number, clock: Clock): Source {
  return {
    subscribe(wake) {
      /** Keys woken lately, and whether there is news since. */
      const resting = new Map<string, boolean>();
      const onNews = (key: string) => {
        if (resting.has(key)) {
          resting.set(key, true);
          return;
        }
        resting.set(key, false);
        clock.setTimeout(() => rested(key), seconds * 1000);
        wake(key);
      };
      const rested = (key: string) => {
        const hasNews = resting.get(key);
        resting.delete(key);
        if (hasNews) onNews(key);
      };
      for (const source of sources) source.subscribe(onNews);
    },
  };
}
