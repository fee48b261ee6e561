import type { Fault } from '../../packages/embedded-cluster/testing.js';
import type { Dice } from './dice.js';
import type { FaultWorld, Replica } from './fault-world.js';

/** Replaces the replica that is running. */
export interface Relay {
  start(): Promise<void>;
  stop(): Promise<void>;
  kill(): Promise<void>;
  /** Starts the next replica, then kills the running one after a delay: two leaders at once. */
  overlap(milliseconds: number): Promise<void>;
  /** Suspends the running replica, starts the next, then resumes the first for `goesOn` milliseconds before it is killed. */
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

/** Injects `strokes` random faults, milliseconds apart. Afterwards all faults are removed and a replica is running. */
export async function wreakHavoc(world: FaultWorld, relay: Relay, dice: Dice, strokes: number): Promise<void> {
  const { rules, line, clock } = world;
  const ends: (() => void)[] = [];
  const injectFault = () => {
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
    await dice.pick([injectFault, injectFault, injectFault, injectFault, injectFault, ...others])();
  }
  for (const end of ends) end();
}

/** Waits for no event: faults occur at random moments. */
const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Delays every answer, some beyond their deadline. Returns a function that ends the delays. */
export function slowDown({ rules }: FaultWorld, dice: Dice): () => void {
  const most = [400, 400, 400, 400, 400, 400, 400, 400, 400, 3750] as const;
  const late = (): Fault => ({
    kind: 'delay',
    milliseconds: dice.roll(25) === 0 ? 4500 : dice.roll(dice.pick(most)),
  });
  return rules.add({ on: /./, fault: late });
}

/**
 * The server goes back to an earlier state, as one whose etcd is restored from a backup: either with raised versions, or
 * with those of the backup, after which there were more than come again before anybody asks, and all watches knew of them.
 */
export async function loseData({ server, api }: FaultWorld, dice: Dice): Promise<void> {
  await pause(dice.roll(1500));
  const backup = server.snapshot();
  await pause(300 + dice.roll(1500));
  const bumpRevision = dice.pick([0, 1_000_000]);
  const lease = { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'lease', namespace: 'default' } };
  api.create('configmaps', lease);
  for (let renewal = 0; renewal < 3000; renewal++)
    api.update('configmaps', { ...lease, ...{ data: { renewal: String(renewal) } } });
  for (const resource of ['batchruns.kubetask.io', 'taskruns.kubetask.io', 'jobs.batch', 'pods', 'configmaps'])
    for (const object of api.list(resource))
      api.update(resource, {
        ...object,
        metadata: { ...object.metadata, annotations: { ...object.metadata.annotations, seen: 'true' } },
      });
  await pause(200);
  server.restore(backup, { bumpRevision });
}
