import { InvalidArgumentError } from 'commander';
import { type OutputFormat, parseOutputFormat } from './output-format.js';

/** What `-o` asks of a plan. */
export type PlanFormat = OutputFormat | { readonly type: 'markdown' };

/** @throws InvalidArgumentError */
export function parsePlanFormat(text: string): PlanFormat {
  if (text === 'markdown') return { type: 'markdown' };
  try {
    return parseOutputFormat(text);
  } catch (error) {
    if (!(error instanceof InvalidArgumentError)) throw error;
    throw new InvalidArgumentError(error.message.replace('use one of ', 'use one of markdown, '));
  }
}
