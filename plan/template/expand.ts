/** What a name of a template stands for, or why it stands for nothing. */
export type TemplateValue =
  | { readonly value: string; readonly problem?: never }
  | {
      readonly problem: string;
      /** Whether other tasks may have a value. */
      readonly isOfTask?: true;
      readonly value?: never;
    };

/** A reference that stands for nothing, and where it is in its text. */
export interface TemplateProblem {
  /** As written: `${params.x}`. */
  readonly reference: string;
  /** From 1. */
  readonly line: number;
  /** From 1, in characters. */
  readonly column: number;
  /** What is wrong. */
  readonly problem: string;
  /** Whether the same text may be right in other tasks. */
  readonly isOfTask: boolean;
}

export interface Expanded {
  /** References with problems are left as they are. */
  readonly text: string;
  /** In the order of the text. */
  readonly problems: readonly TemplateProblem[];
}

/** `$${`, which stands for `${`; a reference; or the beginning of one that has no end. */
const marks = /\$\$\{|\$\{([^{}\n]*)\}|\$\{/g;

/**
 * Replaces `${name}`. There is no logic in a template, and what a value holds is never looked at: a text without `${` is
 * unchanged, and so is `${` in a value. Never throws.
 */
export function expandTemplate(template: string, lookUp: (name: string) => TemplateValue): Expanded {
  const problems: TemplateProblem[] = [];
  const text = template.replace(marks, (mark, name: string | undefined, offset: number) => {
    if (mark === '$${') return '${';
    const found = name === undefined ? unclosed : lookUp(name);
    if (found.value !== undefined) return found.value;
    const { problem, isOfTask = false } = found;
    problems.push({ reference: mark, ...placeOf(template, offset), problem, isOfTask });
    return mark;
  });
  return { text, problems };
}

const unclosed: TemplateValue = { problem: 'has no end on its line; write } behind the name, or $${ for the text ${' };

function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split('\n');
  return { line: lines.length, column: [...(lines.at(-1) ?? '')].length + 1 };
}
