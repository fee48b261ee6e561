import { canonicalJson } from '../../packages/kubernetes-conventions/content-hash.js';
import type { FindText } from './aspects/file-aspects.js';
import { type AspectChange, aspectChanges, taskAspects } from './aspects/task-aspects.js';
import type { Pair } from './pairs.js';
import type { Cause } from './plan-review.js';
import type { ReviewedTask } from './reviewed-task.js';
import { textChange } from './texts.js';

type Change = Omit<AspectChange, 'type'> & Pick<Cause, 'type'>;

/** What finds the texts of each side, and whether something that no Job shows may change the keys. */
export interface CauseSettings {
  readonly textBefore: FindText;
  readonly textAfter: FindText;
  readonly isSalted: boolean;
}

/** The causes of a run, each once, however many tasks it is about. */
export class Causes {
  readonly #found = new Map<string, { readonly change: Change; tasks: number; readonly number: number }>();

  constructor(private readonly settings: CauseSettings) {}

  /** Counts the causes of a task. @returns their numbers, in the order in which they were found */
  add({ before, after }: Pair<ReviewedTask>): number[] {
    const changes = before && after ? this.#changesOf(before, after) : [position];
    return [...new Set(changes.map((change) => this.#count(change)))];
  }

  #changesOf(before: ReviewedTask, after: ReviewedTask): Change[] {
    const { textBefore, textAfter, isSalted } = this.settings;
    const changes = aspectChanges(taskAspects(before, textBefore), taskAspects(after, textAfter));
    if (changes.length > 0) return changes;
    if (before.key !== after.key) return [{ type: isSalted ? 'KeySalt' : 'Key', subject: '' }];
    if (before.run === after.run) return [before.index === after.index ? { type: 'Name', subject: '' } : position];
    const named = (run: string) => ({ raw: run, shown: () => run });
    return [{ type: 'Name', subject: '', before: named(before.run), after: named(after.run) }];
  }

  #count(change: Change): number {
    const key = canonicalJson([change.type, change.subject, change.before?.raw, change.after?.raw]);
    const known = this.#found.get(key);
    if (known) {
      known.tasks += 1;
      return known.number;
    }
    const number = this.#found.size;
    this.#found.set(key, { change, tasks: 1, number });
    return number;
  }

  /** Most tasks first, with the new place of each number. */
  list(): { readonly causes: readonly Cause[]; readonly places: readonly number[] } {
    const sorted = [...this.#found.values()].sort((a, b) => b.tasks - a.tasks || a.number - b.number);
    const places: number[] = [];
    for (const [place, { number }] of sorted.entries()) places[number] = place;
    return { causes: sorted.map(({ change, tasks }, place) => causeOf(change, tasks, place < mostTexts)), places };
  }
}

/** Texts of more causes are counted and not compared: that takes time. */
const mostTexts = 200;

const position: Change = { type: 'Position', subject: '' };

function causeOf({ type, subject, before, after }: Change, tasks: number, comparesTexts: boolean): Cause {
  const isText = before?.text !== undefined || after?.text !== undefined;
  const isWhole =
    (before === undefined || before.text !== undefined) && (after === undefined || after.text !== undefined);
  if (isText && isWhole && type !== 'Planner') {
    return { type, subject, tasks, ...(comparesTexts && { text: textChange(before?.text, after?.text) }) };
  }
  return {
    type,
    subject,
    ...(before && type !== 'Planner' && { before: before.shown() }),
    ...(after && type !== 'Planner' && { after: after.shown() }),
    tasks,
  };
}
