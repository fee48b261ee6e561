import type { TaskRun } from '../../api/generated/kinds.js';
import { isFinishedPhase } from '../../api/status/finished.js';
import type { Transport } from '../../packages/kubernetes-client/transport/transport.js';
import type { Streams } from '../executor.js';
import { readContainer } from '../logs/read-container.js';
import { writeAll } from './write-all.js';

/** The output of the only step of a TaskRun, read once its container has started. */
export class StepLog {
  private reading: Promise<void> | undefined;
  private isEnded = false;

  constructor(
    private readonly transport: Transport,
    private readonly streams: Streams,
  ) {}

  /** @returns whether the run has finished */
  observe(run: TaskRun): boolean {
    const { podName, phase = 'Pending', steps: [step] = [] } = run.status ?? {};
    this.isEnded = isFinishedPhase(phase);
    const hasLog = step?.phase === 'Running' || step?.exitCode !== undefined;
    if (podName && step && hasLog) this.reading ??= this.read(run.metadata.namespace ?? '', podName, step.container);
    return this.isEnded;
  }

  async finished(): Promise<void> {
    await this.reading;
  }

  private read(namespace: string, podName: string, container: string): Promise<void> {
    const { stdout, stderr, signal = new AbortController().signal } = this.streams;
    return readContainer({
      transport: this.transport,
      source: { namespace, podName, container },
      follow: true,
      isFinished: () => this.isEnded,
      onLine: ({ text }) => writeAll(stdout, `${text}\n`),
      onFailure: (message) => void stderr.write(`[${podName}] ${message}\n`),
      signal,
    });
  }
}
