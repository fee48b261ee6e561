import { describe, expect, test } from '@jest/globals';
import { awaitLeadership } from '../../../runtime/leader-election/leader-election.js';
import type { Lease } from '../../../runtime/leader-election/lease.js';
import { FakeClock, settle } from '../../kubernetes-client/fake-clock.js';

/** A leader, a server that takes every lease, and its two clocks. */
async function lead() {
  const clock = new FakeClock();
  const monotonicOffset = { milliseconds: 0 };
  let answers = true;
  /** How long the server takes for an answer, in seconds. */
  let slowness = 0;
  let version = 0;
  const request = async ({ method, body }: { readonly method: string; readonly body?: unknown }) => {
    if (!answers) await new Promise(() => undefined);
    if (slowness > 0) await new Promise<void>((resolve) => void clock.setTimeout(resolve, slowness * 1000));
    if (method === 'GET' && version === 0) throw Object.assign(new Error('gone'), {});
    version += 1;
    return { ...(body as Lease), metadata: { name: 'controller', resourceVersion: String(version) } };
  };
  const transport = { request: request as never };
  const candidate = { namespace: 'default', name: 'controller', identity: 'one', leaseSeconds: 15 };
  version = 1;
  const leadership = awaitLeadership(
    { transport, candidate, clock, monotonic: () => clock.now() + monotonicOffset.milliseconds, random: () => 0 },
    new AbortController().signal,
  );
  return {
    clock,
    leadership,
    silence: () => {
      answers = false;
    },
    slowDown: (seconds: number) => {
      slowness = seconds;
    },
    /** As a suspended machine does: the time of day goes on, the monotonic clock and all timers do not. */
    suspend: (seconds: number) => {
      const now = clock.now.bind(clock);
      clock.now = () => now() + seconds * 1000;
      monotonicOffset.milliseconds -= seconds * 1000;
    },
  };
}

test('a lease counts from before the request that renewed it, not from its answer', async () => {
  const { clock, leadership, slowDown, silence } = await lead();
  await settle();
  const held = await leadership;
  slowDown(4);
  await clock.advance(6);
  // Renewed: asked for after 2 s, answered after 6.
  silence();
  await clock.advance(5.9);
  expect(held?.isHeld()).toBe(true);
  await clock.advance(0.2);
  expect(held?.isHeld()).toBe(false);
  expect(held?.lost.aborted).toBe(true);
});

describe('a renewal that takes from 2 s to 6 s, while the time of day is moved: held until', () => {
  const cases: Record<string, { moved: number; heldUntil: number }> = {
    'set back: 10 s after the request, as the monotonic clock has it': { moved: -3600, heldUntil: 12 },
    'suspended for 3 s: 3 s sooner, as the time of day has it': { moved: 3, heldUntil: 9 },
  };
  test.each(Object.entries(cases))('%s', async (_, { moved, heldUntil }) => {
    const { clock, leadership, slowDown, silence, suspend } = await lead();
    await settle();
    const held = await leadership;
    slowDown(4);
    await clock.advance(4);
    suspend(moved);
    await clock.advance(2);
    silence();
    await clock.advance(heldUntil - 6 - 0.1);
    expect(held?.isHeld()).toBe(true);
    await clock.advance(0.2);
    expect(held?.isHeld()).toBe(false);
  });
});

test('a machine that was suspended for 20 s: not held, although no timer and no monotonic clock tells', async () => {
  const { leadership, suspend } = await lead();
  const held = await leadership;
  expect(held?.isHeld()).toBe(true);
  suspend(20);
  expect(held?.isHeld()).toBe(false);
});

test('the time of day is set ahead: not held until the lease is renewed, and not lost', async () => {
  const { clock, leadership, suspend } = await lead();
  const held = await leadership;
  suspend(3600);
  await clock.advance(2.1);
  expect(held?.isHeld()).toBe(true);
  expect(held?.lost.aborted).toBe(false);
});

test('the time of day is set back: held', async () => {
  const { leadership, suspend } = await lead();
  const held = await leadership;
  suspend(-3600);
  expect(held?.isHeld()).toBe(true);
});
