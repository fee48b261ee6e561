import type { Fault } from '../../local/api-server/fault-plan.js';
import type { Dice } from './dice.js';
import type { FaultWorld, Replica } from './fault-world.js';

/** Replaces the replica at work. */
export interface Relay {
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
}

export function createRelay(world: FaultWorld): Relay {
  let replica: Replica | undefined;
  return {
    start: async () => {
      replica = await world.startReplica();
    },
    stop: async () => replica?.stop(),
    kill: async () => replica?.kill(),
  };
}

const requests = [/^LIST/, /^WATCH/, /^WATCH jobs/, /^WATCH pods/, /^POST/, /^PATCH/, /^GET/, /./] as const;

const faults: readonly [Fault, ...Fault[]] = [
  { kind: 'status', code: 429, reason: 'TooManyRequests', retryAfterSeconds: 1 },
  { kind: 'status', code: 500, reason: 'InternalError' },
  { kind: 'status', code: 503, reason: 'ServiceUnavailable', retryAfterSeconds: 1 },
  { kind: 'status', code: 409, reason: 'Conflict' },
  { kind: 'status', code: 410, reason: 'Expired' },
  { kind: 'status', code: 401, reason: 'Unauthorized' },
  { kind: 'reset' },
  { kind: 'reset', afterBytes: 0 },
  { kind: 'reset', afterBytes: 900 },
  { kind: 'freeze' },
  { kind: 'freeze', afterBytes: 500 },
  { kind: 'delay', milliseconds: 30 },
  { kind: 'split', bytes: 7 },
  { kind: 'error-event', code: 410, reason: 'Expired', afterEvents: 1 },
  { kind: 'error-event', code: 500, reason: 'InternalError', afterEvents: 2 },
];

/** So many strokes of bad luck, some milliseconds apart; afterwards everything works, and a replica is at work. */
export async function wreakHavoc(world: FaultWorld, relay: Relay, dice: Dice, strokes: number): Promise<void> {
  const { rules, line, clock } = world;
  const ends: (() => void)[] = [];
  const befall = () => {
    ends.push(rules.add({ on: dice.pick(requests), fault: dice.pick(faults), times: 1 + dice.roll(6) }));
  };
  const freeze = async () => {
    line.freeze();
    await pause(dice.roll(300));
    line.heal();
    if (dice.roll(2) === 0) line.cut();
  };
  const replace = (end: () => Promise<void>) => async () => {
    await end();
    await pause(dice.roll(60));
    await relay.start();
  };
  const jump = () => clock.jump(dice.roll(7200) - 3600);
  const cut = () => line.cut();
  for (let stroke = 0; stroke < strokes; stroke++) {
    await pause(dice.roll(60));
    await dice.pick([befall, befall, befall, befall, cut, freeze, jump, replace(relay.stop), replace(relay.kill)])();
  }
  for (const end of ends) end();
}

/** Not to wait for anything: havoc comes at any moment. */
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));
