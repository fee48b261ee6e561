/** A response body to which events are sent as they happen. */
export interface WatchStream {
  readonly body: ReadableStream<Uint8Array>;
  /** Queues one line. A reader too slow for the queue is cut off and starts again, as the real server does. */
  send(event: object): void;
  /** Ends the body after what is queued. */
  end(): void;
  /** Called once, when the body has ended or the reader has gone. */
  onClose(callback: () => void): void;
}

/** About what a real server buffers for a client that does not read. */
const maxQueuedBytes = 32 * 1024 * 1024;

export function createWatchStream(): WatchStream {
  const encoder = new TextEncoder();
  const callbacks: (() => void)[] = [];
  let queue: ReadableStreamDefaultController<Uint8Array> | undefined;
  const close = () => {
    queue = undefined;
    for (const callback of callbacks.splice(0)) callback();
  };
  const end = () => {
    queue?.close();
    close();
  };

  const body = new ReadableStream<Uint8Array>(
    {
      start(controller) {
        queue = controller;
      },
      cancel: close,
    },
    new ByteLengthQueuingStrategy({ highWaterMark: maxQueuedBytes }),
  );
  return {
    body,
    end,
    send(event) {
      queue?.enqueue(encoder.encode(`${JSON.stringify(event)}\n`));
      if ((queue?.desiredSize ?? 1) <= 0) end();
    },
    onClose: (callback) => callbacks.push(callback),
  };
}
