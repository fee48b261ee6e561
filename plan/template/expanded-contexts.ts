import type { FileSource } from '../../api/generated/kinds.js';
import { forbidden } from '../../packages/structural-schema/field-error.js';
import type { LocatedContext } from '../context/context-type.js';
import { ownedBy, type PlanProblem } from '../problem.js';
import { expandTemplate, type TemplateValue } from './expand.js';

type LookUp = (name: string) => TemplateValue;

/** Whether a text is a template. Those of a WorkspaceConfig are none. */
export const isTemplate = ({ context, owner }: LocatedContext): boolean =>
  owner !== 'workspace' && context.file?.source.template === true;

/** The contexts with their templates as plain texts; the others are the same objects. */
export const expandedContexts = (contexts: readonly LocatedContext[], lookUp: LookUp): LocatedContext[] =>
  contexts.map((located) => (isTemplate(located) ? expanded(located, lookUp) : located));

function expanded(located: LocatedContext, lookUp: LookUp): LocatedContext {
  const { file, ...context } = located.context;
  const inline = file?.source.inline;
  if (!file || inline === undefined) return located;
  const source: FileSource = { inline: expandTemplate(inline, lookUp).text };
  return { ...located, context: { ...context, file: { ...file, source } } };
}

/** Templates where no Batch gives their values. */
export const forbiddenTemplates = (contexts: readonly LocatedContext[]): PlanProblem[] =>
  contexts.flatMap(({ context, owner, path }) =>
    context.file?.source.template === true
      ? ownedBy(owner, [
          forbidden(
            `${path}.file.source.template`,
            'only the contexts of a Batch can be templates; write the text as it is',
          ),
        ])
      : [],
  );
