/** What the engine counts. Every callback is optional and must neither throw nor wait. */
export interface EngineMetrics {
  /** One try on the wire; `code` is 200 for any success, 0 when no answer came. A stream is finished when it has begun. */
  requestFinished?(request: { readonly method: string; readonly code: number; readonly seconds: number }): void;
  /** A full list replaced a reflector's cache. */
  relisted?(resource: string, objects: number): void;
  /** A watch ended and another will follow; `reason` is `End` or an ApiError's reason. */
  watchEnded?(resource: string, reason: string): void;
  /** Once per controller; `depth` tells how many objects wait for a pass whenever it is called. */
  queueCreated?(controller: string, depth: () => number): void;
  /** One pass of a controller ended. */
  reconciled?(controller: string, outcome: 'done' | 'requeued' | 'failed', seconds: number): void;
}
