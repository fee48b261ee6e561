import { LiveBlock } from '../../output/live-block.js';
import type { Session } from '../../session.js';
import type { PlacedTask } from '../choose-place.js';
import type { Outcome } from '../outcome.js';
import { lineStream } from '../streams/line-stream.js';
import { compactLines, type RunningTask } from './compact-lines.js';
import { LastLines } from './last-lines.js';
import { outcomeLines } from './outcome-line.js';
import type { TaskOutput, View } from './view.js';

const redrawMilliseconds = 100;
/** Of a task that failed. */
const lastOfFailed = 10;

/**
 * The running tasks with their last lines, redrawn in place, and a line for each task that has ended. One that failed
 * leaves its last lines.
 *
 * @param names of all tasks that are shown this way
 */
export const compactView = ({ err, now }: Pick<Session, 'err' | 'now'>, names: Iterable<string>): View =>
  new CompactView({ err, now }, names);

class CompactView implements View {
  private readonly block: LiveBlock;
  private readonly running = new Map<string, RunningTask & { readonly lines: LastLines }>();
  private readonly waiting: Set<string>;
  private readonly timer: ReturnType<typeof setInterval>;
  private drawn = '';

  constructor(
    private readonly edge: Pick<Session, 'err' | 'now'>,
    names: Iterable<string>,
  ) {
    this.waiting = new Set(names);
    this.block = new LiveBlock(edge.err);
    this.timer = setInterval(() => this.draw(), redrawMilliseconds);
  }

  start({ task: { name }, executor = 'local' }: PlacedTask): TaskOutput {
    const lines = new LastLines(lastOfFailed);
    const last = (count: number) => lines.last(count);
    this.running.set(name, { name, executor, started: this.edge.now(), last, lines });
    this.waiting.delete(name);
    this.draw();
    const add = (line: string) => lines.add(line);
    return { stdout: lineStream(add), stderr: lineStream(add) };
  }

  end(outcome: Outcome): void {
    const { err } = this.edge;
    const task = this.running.get(outcome.name);
    this.running.delete(outcome.name);
    this.waiting.delete(outcome.name);
    this.clear();
    const [head = '', ...more] = outcomeLines(outcome, err.terminal);
    const last = outcome.phase === 'Failed' ? (task?.last(lastOfFailed) ?? []) : [];
    for (const line of [head, ...last.map((text) => `  │ ${text}`), ...more]) err.line(line);
    this.draw();
  }

  close(): void {
    clearInterval(this.timer);
    this.clear();
  }

  private draw(): void {
    if (this.running.size === 0) return;
    const { err, now } = this.edge;
    const lines = compactLines([...this.running.values()], this.waiting.size, err.terminal, now());
    const text = lines.join('\n');
    if (text === this.drawn) return;
    this.block.draw(lines);
    this.drawn = text;
  }

  private clear(): void {
    if (this.drawn !== '') this.block.clear();
    this.drawn = '';
  }
}
