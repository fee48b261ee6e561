import type { ScalarTag, Tags } from 'yaml';
import { readYaml, type YamlText } from './yaml-text.js';

/**
 * Reads YAML, and JSON as part of it, the way kubectl reads it: YAML 1.1 without its times, so that `0400` is octal and
 * `yes` is true, also as a key, but `12:30` and `2026-01-31` stay text. A key given twice is an error. Never throws.
 *
 * Source: https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go
 */
export const yamlAsKubectl = (text: string): YamlText => readYaml(text, { tags: kubectlTags });

const jsonTags = new Set(
  ['map', 'seq', 'str', 'null', 'bool', 'int', 'float', 'merge'].map((tag) => `tag:yaml.org,2002:${tag}`),
);

const kubectlTags = (tags: Tags): Tags => [
  modernOctal,
  ...tags.filter((tag) => typeof tag === 'string' || (jsonTags.has(tag.tag) && tag.format !== 'TIME')),
];

/** `0o400` is of YAML 1.2, yet kubectl reads it too. */
const modernOctal: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^0o[0-7]+$/,
  resolve: (text) => Number(text),
};
