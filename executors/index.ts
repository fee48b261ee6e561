/**
 * Runs one task in one of several places. A library: it prints nothing, ends no process and keeps no state.
 *
 * @packageDocumentation
 */
import { container } from './container/container.js';
import { local } from './local/local.js';

export type { ContainerOptions } from './container/container.js';
export { type ExecuteOptions, execute } from './execute.js';
export { ExecutionFailure } from './execution-failure.js';
export type { Availability, Executable, Executor, Exit, Streams, Terminal, TerminalSize } from './executor.js';
export type { LocalOptions } from './local/local.js';

/** The places that kubetask knows. */
export const executors = { local, container } as const;
