import { conclude } from '../../wrapper/conclusion.js';
import { afterMark, afterStop, nextStep, started, type Watched, type WatchLimits } from '../../wrapper/watch.js';
import type { Cli } from './clis.js';
import type { Answer, Provider } from './provider.js';
import type { Seconds } from './seconds.js';

export interface AgentWork {
  /** Requests to the provider that one task takes. */
  readonly requests: number;
  /** Between two of them: the model thinks, tools run. */
  readonly thinkSeconds: number;
}

/** How the agent's container ended. */
export interface AgentEnd {
  readonly exitCode: number;
  /** The result. */
  readonly message: string;
}

/** What of the time of all Pods was of no use. */
export interface Waste {
  waitedSeconds: number;
  /** Granted by the provider to Pods that did not succeed. */
  lostRequests: number;
}

export interface Surroundings {
  readonly seconds: Seconds;
  readonly provider: Provider;
  readonly cli: Cli;
  readonly work: AgentWork;
  readonly waste: Waste;
  /** Undefined: the CLI runs without the wrapper. */
  readonly limits: WatchLimits | undefined;
}

/** Runs one Pod's agent: the CLI alone, or the wrapper around it, whose own rules decide when it is ended. */
export function runAgent(around: Surroundings, onEnd: (end: AgentEnd) => void): void {
  new Agent(around, onEnd).ask();
}

class Agent {
  private granted = 0;
  private attempt = 0;
  private waitsSince: number | undefined;
  private hasEnded = false;
  private watched: Watched;

  constructor(
    private readonly around: Surroundings,
    private readonly onEnd: (end: AgentEnd) => void,
  ) {
    this.watched = started(around.seconds.now);
  }

  ask(): void {
    if (this.hasEnded) return;
    const answer = this.around.provider.ask();
    if (answer.status === 200) this.work();
    else this.wait(answer);
  }

  private work(): void {
    const { seconds, work } = this.around;
    this.count();
    this.granted += 1;
    this.attempt = 0;
    this.watched = afterMark(this.watched, { kind: 'work' }, seconds.now);
    seconds.after(work.thinkSeconds, () => (this.granted < work.requests ? this.ask() : this.exit(0)));
  }

  private wait({ retryAfterSeconds }: Answer & { status: 429 }): void {
    const { seconds, cli } = this.around;
    this.waitsSince ??= seconds.now;
    this.attempt += 1;
    const next = cli.next(this.attempt, retryAfterSeconds);
    if (next === 'GivesUp') {
      this.giveUp(retryAfterSeconds);
      return;
    }
    seconds.after(next, () => this.ask());
    if (cli.says === 'Nothing') return;
    const said = cli.says === 'RetryAfter' ? { retryAfterSeconds } : {};
    this.watched = afterMark(this.watched, { kind: 'waiting', because: 'RateLimit', ...said }, seconds.now);
    this.look();
  }

  /** The CLI ends by itself; its last record says 429, and the wrapper reads it. */
  private giveUp(retryAfterSeconds: number): void {
    const { limits, cli } = this.around;
    const said = cli.says === 'RetryAfter' ? { retryAfterSeconds } : {};
    if (limits) this.report(conclude({ outcome: 'RateLimited', facts: {}, ...said }, this.watched, limits));
    else this.exit(1);
  }

  /** What the wrapper's clock does. */
  private look(): void {
    const { limits, seconds } = this.around;
    if (!limits || this.hasEnded) return;
    const step = nextStep(this.watched, limits, seconds.now);
    if (step.kind === 'wait') {
      if (step.seconds < Number.POSITIVE_INFINITY) seconds.after(step.seconds, () => this.look());
    } else if (step.kind === 'stop') {
      this.watched = afterStop(this.watched, step.reason, seconds.now);
      // The CLI ends with SIGTERM.
      this.report(conclude({ outcome: 'Failed', facts: {} }, this.watched, limits));
    }
  }

  private report({ exitCode, retryAfterSeconds }: ReturnType<typeof conclude>): void {
    this.exit(exitCode, retryAfterSeconds === undefined ? '' : JSON.stringify({ retryAfter: retryAfterSeconds }));
  }

  private exit(exitCode: number, message = ''): void {
    this.count();
    this.hasEnded = true;
    if (exitCode !== 0) this.around.waste.lostRequests += this.granted;
    this.onEnd({ exitCode, message });
  }

  /** A wait is over. */
  private count(): void {
    const { waste, seconds } = this.around;
    if (this.waitsSince !== undefined) waste.waitedSeconds += seconds.now - this.waitsSince;
    this.waitsSince = undefined;
  }
}
