import type { CommandForImage, OpenPod } from '../../packages/embedded-cluster/index.js';
import type { Clock } from '../../packages/work-queue/clock.js';
import type { Exit, Streams } from '../executor.js';
import type { Difference } from './differences.js';
import type { LocalPlan } from './plan-local.js';

/** One container of a Pod that is open on this machine. */
export interface PodPart {
  readonly plan: LocalPlan;
  readonly pod: OpenPod;
  readonly container: string;
  readonly clock: Clock;
}

/** A container that is ready to start. */
export interface ReadyContainer {
  /** Runs it to its end. @throws ExecutionFailure when it did not start */
  readonly run: (streams: Streams) => Promise<Exit>;
  /** A shell in its place, with its environment. @throws ExecutionFailure when it did not start */
  readonly shell: (streams: Streams) => Promise<Exit>;
  /** What it has left as its termination message. */
  readonly message: () => string;
}

/** Where the containers of a planned task run. */
export interface PodPlace {
  readonly name: 'local' | 'container';
  /** @default no image has a command here */
  readonly commandForImage?: CommandForImage;
  readonly differences: (plan: LocalPlan) => Difference[];
  /** Asks the place once, before anything is made. @throws ExecutionFailure when it does not answer */
  readonly check: (plan: LocalPlan, signal?: AbortSignal) => Promise<void>;
  /** @throws ExecutionFailure when the container cannot run here */
  readonly ready: (part: PodPart) => ReadyContainer;
  /** Makes all files of the Pod this user's own again. */
  readonly handBack: (part: PodPart) => Promise<void>;
}
