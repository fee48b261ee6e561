import { dump } from 'js-yaml';

/** As kubectl writes YAML: no anchors, no folded lines. Ends in a newline. */
export const yamlOf = (value: unknown): string => dump(value, { noRefs: true, lineWidth: -1, quoteStyle: 'double' });
