import { type Document, LineCounter, type ParsedNode, parseAllDocuments, type ScalarTag, type Tags } from 'yaml';
import { repeatedKeys } from './repeated-keys.js';

export interface YamlText {
  readonly documents: readonly Document.Parsed<ParsedNode>[];
  readonly lines: LineCounter;
}

/**
 * Reads YAML, and JSON as part of it, the way kubectl reads it: YAML 1.1 without its times, so that `0400` is octal and
 * `yes` is true, but `12:30` and `2026-01-31` stay text. A key given twice is an error. Never throws.
 *
 * Source: https://github.com/kubernetes-sigs/yaml/blob/master/goyaml.v2/resolve.go
 */
export function yamlAsKubectl(text: string): YamlText {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    customTags: kubectlTags,
    uniqueKeys: false, // the library's own check compares each with each
    prettyErrors: false,
    lineCounter: lines,
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  for (const document of documents) if (document.errors.length === 0) document.errors.push(...repeatedKeys(document));
  return { documents, lines };
}

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
