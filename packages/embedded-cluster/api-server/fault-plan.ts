import { type Clock, wait } from '../../work-queue/clock.js';
import { ApiError } from '../api-error.js';
import { faultyUpgrade } from './faulty-upgrade.js';
import type { Handler, UpgradeHandler } from './http/handler.js';
import { errorResponse } from './http/response/responses.js';

/** What goes wrong with one request. */
export type Fault =
  /** Answers with a Status instead: 429 with a wait, a 5xx, a 410. */
  | {
      readonly kind: 'status';
      readonly code: number;
      readonly reason?: string;
      readonly message?: string;
      readonly retryAfterSeconds?: number;
    }
  /** Never answers, or stops in the middle of the body, with the connection open. A connection that has changed its protocol is not read any more, either. */
  | { readonly kind: 'freeze'; readonly afterBytes?: number }
  /** Cuts the connection, before the answer or in the middle of the body. */
  | { readonly kind: 'reset'; readonly afterBytes?: number }
  /** Answers late. */
  | { readonly kind: 'delay'; readonly milliseconds: number }
  /** Sends the body in pieces of so many bytes, which do not care where a line or a character ends. */
  | { readonly kind: 'split'; readonly bytes: number }
  /** Sends each event of a watch twice, and now and then one from before once more: every third. */
  | { readonly kind: 'repeat' }
  /** Ends a watch with an ERROR event after so many others. */
  | { readonly kind: 'error-event'; readonly code: number; readonly reason: string; readonly afterEvents: number };

/** Decides for each request whether something goes wrong. For tests of clients. */
export interface FaultPlan {
  /** Asked once for each request, before it is handled; undefined lets it pass. */
  next(request: { readonly method: string; readonly url: URL }): Fault | undefined;
}

/** A handler that behaves like `handler` except where the plan says otherwise. */
export function withFaults(handler: Handler, plan: FaultPlan, clock: Clock): Handler {
  return async (request) => {
    const fault = plan.next({ method: request.method, url: new URL(request.url) });
    if (!fault) return handler(request);
    switch (fault.kind) {
      case 'status':
        return statusResponse(fault);
      case 'delay':
        await wait(clock, fault.milliseconds / 1000, request.signal);
        return handler(request);
      case 'split':
        return transformed(await handler(request), inPieces(fault.bytes));
      case 'repeat':
        return transformed(await handler(request), repeated());
      case 'error-event':
        return transformed(await handler(request), endInError(fault));
      default:
        return broken(fault, request, handler);
    }
  };
}

/**
 * The same for requests that change the protocol, such as those of `exec`. There, bytes are counted behind the answer that
 * agrees; what is about events of a watch has no effect.
 */
export function withUpgradeFaults(handler: UpgradeHandler, plan: FaultPlan, clock: Clock): UpgradeHandler {
  return async (request) => {
    const fault = plan.next({ method: request.method, url: new URL(request.url) });
    switch (fault?.kind) {
      case 'status':
        return statusResponse(fault);
      case 'delay':
        await wait(clock, fault.milliseconds / 1000, request.signal);
        return handler(request);
      case 'freeze':
      case 'reset': {
        const { kind, afterBytes } = fault;
        if (afterBytes === undefined) return kind === 'freeze' ? never(request) : Promise.reject(new Error('reset'));
        return faultyUpgrade(await handler(request), { kind, afterBytes });
      }
      case 'split':
        return faultyUpgrade(await handler(request), fault);
      default:
        return handler(request);
    }
  };
}

const transformed = (response: Response, by: TransformStream<Uint8Array, Uint8Array>): Response =>
  new Response(response.body?.pipeThrough(by) ?? null, response);

function statusResponse(fault: Extract<Fault, { kind: 'status' }>): Response {
  const { code, reason = 'InternalError', message = 'injected fault', retryAfterSeconds } = fault;
  const details = retryAfterSeconds === undefined ? {} : { retryAfterSeconds };
  return errorResponse(new ApiError(code, reason, message, details));
}

async function broken(
  fault: Extract<Fault, { kind: 'freeze' | 'reset' }>,
  request: Request,
  handler: Handler,
): Promise<Response> {
  if (fault.afterBytes === undefined)
    return fault.kind === 'freeze' ? never(request) : Promise.reject(new Error('reset'));
  return transformed(await handler(request), breakAfter(fault.afterBytes, fault.kind, request.signal));
}

/** Waits for the client to give up. */
async function never({ signal }: Request): Promise<never> {
  await aborted(signal);
  throw new Error('the client has gone');
}

/** Resolves immediately when the signal has aborted before. */
const aborted = (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });

function breakAfter(
  limit: number,
  kind: 'freeze' | 'reset',
  signal: AbortSignal,
): TransformStream<Uint8Array, Uint8Array> {
  let left = limit;
  return new TransformStream({
    async transform(chunk, controller) {
      controller.enqueue(chunk.subarray(0, left));
      left -= chunk.byteLength;
      if (left > 0) return;
      if (kind === 'reset') throw new Error('reset');
      await aborted(signal);
    },
  });
}

function inPieces(bytes: number): TransformStream<Uint8Array, Uint8Array> {
  return new TransformStream({
    transform(chunk, controller) {
      for (let from = 0; from < chunk.byteLength; from += bytes) controller.enqueue(chunk.subarray(from, from + bytes));
    },
  });
}

/** A watch sends each event as one chunk. What is deleted stays so: only events of objects that are there come again. */
function repeated(): TransformStream<Uint8Array, Uint8Array> {
  const earlier: Uint8Array[] = [];
  return new TransformStream({
    transform(chunk, controller) {
      controller.enqueue(chunk);
      const isDeletion = new TextDecoder().decode(chunk.subarray(0, 20)).includes('DELETED');
      if (isDeletion) earlier.length = 0;
      controller.enqueue(chunk);
      if (earlier.length % 3 === 2) controller.enqueue(earlier[0] as Uint8Array);
      if (!isDeletion) earlier.push(chunk);
    },
  });
}

/** A watch sends each event as one chunk. */
function endInError(fault: Extract<Fault, { kind: 'error-event' }>): TransformStream<Uint8Array, Uint8Array> {
  const { code, reason, afterEvents } = fault;
  const object = { kind: 'Status', apiVersion: 'v1', status: 'Failure', code, reason, message: 'injected fault' };
  let left = afterEvents;
  return new TransformStream({
    transform(chunk, controller) {
      if (left > 0) controller.enqueue(chunk);
      else controller.enqueue(new TextEncoder().encode(`${JSON.stringify({ type: 'ERROR', object })}\n`));
      if (left === 0) controller.terminate();
      left -= 1;
    },
  });
}
