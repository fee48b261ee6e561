import type { ScalarTag, Tags } from 'yaml';
import { readYaml, type YamlText } from './yaml-text.js';

/**
 * Reads YAML, and JSON as part of it, so that nothing changes on the way: every key is the text that was written, `true`
 * and `false` are the only booleans, and what would be another text as a number, such as `0644` or `1.10`, stays text.
 * A key given twice is an error. Never throws.
 */
export const yamlAsWritten = (text: string): YamlText => readYaml(text, { tags: writtenTags, stringKeys: true });

const kept = new Set(['map', 'seq', 'str', 'null', 'merge'].map((tag) => `tag:yaml.org,2002:${tag}`));

const writtenTags = (tags: Tags): Tags => [
  ...tags.filter((tag) => typeof tag !== 'string' && kept.has(tag.tag)),
  boolean,
  integer,
  decimal,
];

const boolean: ScalarTag = {
  tag: 'tag:yaml.org,2002:bool',
  default: true,
  test: /^(true|false)$/,
  resolve: (text) => text === 'true',
};

/** At most 15 digits: no more are exact. */
const integer: ScalarTag = {
  tag: 'tag:yaml.org,2002:int',
  default: true,
  test: /^(0|-?[1-9]\d{0,14})$/,
  resolve: Number,
};

const decimal: ScalarTag = {
  tag: 'tag:yaml.org,2002:float',
  default: true,
  test: /^-?(0|[1-9]\d{0,6})\.\d{0,5}[1-9]$/,
  resolve: Number,
};
