import { InvalidArgumentError } from 'commander';
import { UserError } from '../errors/user-error.js';
import { jsonPathText } from '../output/json-path-text.js';

/** A format that shows the object itself. */
export type WholeFormat = { readonly type: 'json' | 'yaml' } | { readonly type: 'jsonpath'; readonly template: string };

/** What `-o` asks for; a table without it. */
export type OutputFormat = WholeFormat | { readonly type: 'name' | 'wide' };

const plain = ['json', 'yaml', 'name', 'wide'] as const;

/** @throws InvalidArgumentError */
export function parseOutputFormat(text: string): OutputFormat {
  const [, template] = /^jsonpath=(.+)$/s.exec(text) ?? [];
  if (template !== undefined) return { type: 'jsonpath', template: checked(template) };
  const type = plain.find((known) => known === text);
  if (type) return { type };
  throw new InvalidArgumentError(`use one of ${plain.join(', ')}, jsonpath=<template>.`);
}

/** Before anything is done that could not be shown then. */
function checked(template: string): string {
  try {
    jsonPathText(template, {});
    return template;
  } catch (error) {
    throw new InvalidArgumentError(error instanceof UserError ? `${error.message}.` : `it is no JSONPath: ${error}.`);
  }
}
