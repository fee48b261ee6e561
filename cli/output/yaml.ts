import { yamlWriter } from '../../packages/yaml-writer/index.js';

/** As kubectl writes YAML: no anchors, no folded lines. Ends in a newline. */
export const yamlOf = yamlWriter();
