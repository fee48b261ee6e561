import type { PlanReview } from '../../plan/review/plan-review.js';
import type { PlanFormat } from '../args/plan-format.js';
import { UserError } from '../errors/user-error.js';
import type { Output } from '../output/output.js';
import { formatted, isWhole } from '../output/print-object.js';
import { markdown } from './markdown.js';
import { textLines } from './text-lines.js';

/** @throws UserError for a format that a report does not have */
export async function printReview(out: Output, review: PlanReview, format: PlanFormat | undefined): Promise<void> {
  if (format?.type === 'markdown') return out.write(markdown(review));
  if (format?.type === 'name' || format?.type === 'wide') {
    throw new UserError(`Cannot compare with -o ${format.type}: use -o json, -o yaml or -o markdown, or leave it out`);
  }
  if (isWhole(format)) return out.write(formatted(review, format));
  return out.write(
    textLines(review, out.terminal)
      .map((line) => `${line}\n`)
      .join(''),
  );
}
