import type { Step } from '../../api/generated/kinds.js';
import { type FieldError, invalid } from '../../packages/structural-schema/field-error.js';

/** No kernel finds an interpreter whose name ends in a carriage return: such a step can never start. */
export const scriptProblems = (steps: readonly Step[]): FieldError[] =>
  steps.flatMap(({ script }, index) => {
    const [firstLine = ''] = (script ?? '').split('\n', 1);
    if (!firstLine.startsWith('#!') || !firstLine.endsWith('\r')) return [];
    const advice = 'its interpreter ends in a carriage return; write the script with Unix line ends (LF), not CRLF';
    return [invalid(`spec.steps[${index}].script`, firstLine, advice)];
  });
