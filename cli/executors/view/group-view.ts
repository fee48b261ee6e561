import { randomUUID } from 'node:crypto';
import type { Output } from '../../output/output.js';
import type { PlacedTask } from '../choose-place.js';
import type { Outcome } from '../outcome.js';
import { lineStream } from '../streams/line-stream.js';
import { outcomeLines, whyText } from './outcome-line.js';
import type { TaskOutput, View } from './view.js';

const mostKept = 20_000;

interface Group {
  readonly title: string;
  /** What the runner does not take for its commands. */
  readonly mute?: string;
  /** What came before it was shown; the oldest lines are left out when there are too many. */
  readonly kept: string[];
  left: number;
  outcome?: Outcome;
}

/** A group of GitHub Actions per task: one is shown as it comes, the others when it has ended. */
export const groupView = (output: Output): View => new GroupView(output);

class GroupView implements View {
  private readonly groups = new Map<string, Group>();
  private open: Group | undefined;

  constructor(private readonly output: Output) {}

  start({ task: { name }, executor }: PlacedTask): TaskOutput {
    // A script of this machine may use the commands; what runs elsewhere is not trusted with them.
    const mute = executor === 'local' ? {} : { mute: randomUUID() };
    const group: Group = { title: `${name} (${executor})`, ...mute, kept: [], left: 0 };
    this.groups.set(name, group);
    if (!this.open) this.show(group);
    const add = (line: string) => this.add(group, line);
    return { stdout: lineStream(add), stderr: lineStream(add) };
  }

  end(outcome: Outcome): void {
    const group = this.groups.get(outcome.name);
    if (group) group.outcome = outcome;
    else this.tell(outcome);
    while (this.open?.outcome) this.hide(this.open);
  }

  close(): void {
    for (const group of [...this.groups.values()]) this.hide(group);
  }

  private add(group: Group, line: string): Promise<void> | void {
    if (group === this.open) return this.output.write(`${line}\n`);
    group.kept.push(line);
    if (group.kept.length <= mostKept) return;
    group.kept.shift();
    group.left += 1;
  }

  private show(group: Group): void {
    const { title, mute, kept, left } = group;
    this.open = group;
    this.output.line(`::group::${title}`);
    if (mute) this.output.line(`::stop-commands::${mute}`);
    if (left > 0) this.output.line(`… ${left} lines are left out here; its log has them`);
    for (const line of kept.splice(0)) this.output.line(line);
  }

  /** Ends a group that is shown, and shows the next one. */
  private hide(group: Group): void {
    if (group !== this.open) this.show(group);
    if (group.mute) this.output.line(`::${group.mute}::`);
    this.output.line('::endgroup::');
    if (group.outcome) this.tell(group.outcome);
    this.groups.delete(nameOf(this.groups, group));
    this.open = undefined;
    const left = [...this.groups.values()];
    const next = left.find(({ outcome }) => outcome) ?? left[0];
    if (next) this.show(next);
  }

  private tell(outcome: Outcome): void {
    for (const line of outcomeLines(outcome, this.output.terminal)) this.output.line(line);
    if (outcome.phase === 'Failed')
      this.output.line(`::error title=${escaped(outcome.name).replaceAll(':', '%3A')}::${escaped(whyText(outcome))}`);
  }
}

const nameOf = (groups: ReadonlyMap<string, Group>, wanted: Group): string =>
  [...groups].find(([, group]) => group === wanted)?.[0] ?? '';

/** As the runner reads the message of a command. */
const escaped = (text: string): string => text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
