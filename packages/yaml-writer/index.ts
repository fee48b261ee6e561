export { UnwritableValue } from './unwritable-value.js';
export { type WriteYaml, type YamlOptions, yamlWriter } from './yaml-writer.js';
