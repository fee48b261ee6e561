/** The keyed work queue of a controller, and the clock it reads. */
export * from './backoff.js';
export * from './clock.js';
export * from './delayed-keys.js';
export * from './work-queue.js';
