import { type Document, LineCounter, type ParsedNode, parseAllDocuments, type SchemaOptions, type Tags } from 'yaml';
import { collectionKeys } from './collection-keys.js';
import { repeatedKeys } from './repeated-keys.js';

export interface YamlText {
  readonly documents: readonly Document.Parsed<ParsedNode>[];
  readonly lines: LineCounter;
}

/** How scalars are read. */
export interface Scalars {
  readonly tags: (tags: Tags) => Tags;
  /** Whether every key is the text that was written. @default false */
  readonly stringKeys?: boolean;
}

/** Reads YAML, and JSON as part of it. A key given twice is an error. Never throws. */
export function readYaml(text: string, { tags, stringKeys = false }: Scalars): YamlText {
  const lines = new LineCounter();
  const parsed = parseAllDocuments(text, {
    version: '1.1',
    customTags: tags as SchemaOptions['customTags'] & object,
    stringKeys,
    uniqueKeys: false, // the library's own check compares each with each
    prettyErrors: false,
    logLevel: 'error', // a warning of the library would go to the process, not to the caller
    lineCounter: lines,
  });
  const documents = Array.isArray(parsed) ? parsed : [];
  for (const document of documents)
    if (document.errors.length === 0) document.errors.push(...repeatedKeys(document), ...collectionKeys(document));
  return { documents, lines };
}
