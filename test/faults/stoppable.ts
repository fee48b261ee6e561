import type { Connection } from '../../packages/kubernetes-client/connection/connection.js';
import type { Clock } from '../../packages/work-queue/clock.js';

/** One replica's clock and connection, which can be suspended. */
export interface Stoppable {
  readonly clock: Clock;
  readonly connection: Connection;
  /** Time passes, but no timer fires and no request is sent. Returns a function that resumes. */
  suspend(): () => void;
}

export function createStoppable(clock: Clock, connection: Connection): Stoppable {
  let goesOn: Promise<void> | undefined;
  return {
    clock: {
      now: clock.now,
      setTimeout: (callback, milliseconds) => {
        let isCancelled = false;
        const fire = () => {
          if (!goesOn && !isCancelled) callback();
          void goesOn?.then(() => isCancelled || callback());
        };
        const cancel = clock.setTimeout(fire, milliseconds);
        return () => {
          isCancelled = true;
          cancel();
        };
      },
    },
    connection: {
      ...connection,
      credentials: async (options) => {
        await goesOn;
        return connection.credentials(options);
      },
    },
    suspend: () => {
      let resume = () => {};
      goesOn = new Promise((resolve) => {
        resume = resolve;
      });
      return () => {
        goesOn = undefined;
        resume();
      };
    },
  };
}
