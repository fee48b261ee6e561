import type { Fault } from '../../packages/embedded-cluster/testing.js';
import type { Dice } from './dice.js';
import type { FaultWorld, Replica } from './fault-world.js';

/** Replaces the replica at work. */
export interface Relay {
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Starts the next before the one at work is killed, as a leader does that was stopped and goes on. */
  overlap(milliseconds: number): Promise<void>;
  /** Stops the one at work, lets the next begin, and lets the first go on for a moment with what it had in hand. */
  freezeLeader(milliseconds: number, goesOn: number): Promise<void>;
}

export function createRelay(world: FaultWorld): Relay {
  let replica: Replica | undefined;
  return {
    start: async () => {
      replica = await world.startReplica();
    },
    stop: async () => replica?.stop(),
    kill: async () => replica?.kill(),
    overlap: async (milliseconds) => {
      const former = replica;
      replica = await world.startReplica();
      await pause(milliseconds);
      await former?.kill();
    },
    freezeLeader: async (milliseconds, goesOn) => {
      const former = replica;
      const resume = former?.suspend();
      replica = await world.startReplica();
      await pause(milliseconds);
      resume?.();
      await pause(goesOn);
      await former?.kill();
    },
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
  { kind: 'status', code: 413, reason: 'RequestEntityTooLarge' },
  { kind: 'status', code: 422, reason: 'Invalid' },
  {
    kind: 'status',
    code: 403,
    reason: 'Forbidden',
    message: 'exceeded quota: pods, requested: 1, used: 9, limited: 9',
  },
  {
    kind: 'status',
    code: 400,
    reason: 'BadRequest',
    message: 'admission webhook "policy.example.com" denied the request',
  },
  { kind: 'status', code: 500, reason: 'InternalError', message: 'failed calling webhook: context deadline exceeded' },
  { kind: 'status', code: 403, reason: 'Forbidden', message: 'because it is being terminated' },
  { kind: 'repeat' },
  { kind: 'delay', milliseconds: 900 },
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
    const overlap = () => relay.overlap(dice.roll(400));
    const stopLeader = () => relay.freezeLeader(dice.roll(500), dice.roll(100));
    const others = [cut, freeze, jump, overlap, stopLeader, replace(relay.stop), replace(relay.kill)] as const;
    await dice.pick([befall, befall, befall, befall, befall, ...others])();
  }
  for (const end of ends) end();
}

/** Not to wait for anything: havoc comes at any moment. */
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Every answer is late, most by little, some by more than their deadline. Returns how to end it. */
export function slowDown({ rules }: FaultWorld, dice: Dice): () => void {
  const late = (): Fault => ({ kind: 'delay', milliseconds: dice.roll(25) === 0 ? 4500 : dice.roll(400) });
  return rules.add({ on: /./, fault: late });
}
