import { InvalidArgumentError } from 'commander';
import { UserError } from '../errors/user-error.js';
import { jsonPathText } from '../output/json-path-text.js';

/** A format that shows the object itself. */
export type WholeFormat = { readonly type: 'json' | 'yaml' } | { readonly type: 'jsonpath'; readonly template: string };

/** What `-o` asks for; a table without it. */
export type OutputFormat = WholeFormat | { readonly type: 'name' | 'wide' };

const plain = ['json', 'yaml', 'name', 'wide'] as const;

/** Of a command that has no names or wide table to print. @throws InvalidArgumentError */
export const parseWholeFormat = (text: string): WholeFormat => parsed(text, ['json', 'yaml']);

/** Of a command whose table has more columns to show, and no names. @throws InvalidArgumentError */
export const parseTableFormat = (text: string): OutputFormat => parsed(text, ['json', 'yaml', 'wide']);

/** @throws InvalidArgumentError */
export const parseOutputFormat = (text: string): OutputFormat => parsed(text, plain);

/** @throws InvalidArgumentError */
export const parseNarrowFormat = (text: string): OutputFormat => parsed(text, ['json', 'yaml', 'name']);

function parsed<Type extends (typeof plain)[number]>(
  text: string,
  types: readonly Type[],
): { readonly type: Type } | { readonly type: 'jsonpath'; readonly template: string } {
  const [, template] = /^jsonpath=(.+)$/s.exec(text) ?? [];
  if (template !== undefined) return { type: 'jsonpath', template: checked(template) };
  const type = types.find((known) => known === text);
  if (type) return { type };
  throw new InvalidArgumentError(`use one of ${types.join(', ')}, jsonpath=<template>.`);
}

/** Before anything is done that could not be shown then. */
function checked(template: string): string {
  try {
    jsonPathText(template, {});
    return template;
  } catch (error) {
    throw new InvalidArgumentError(
      error instanceof UserError ? `${error.message}.` : `it is not a JSONPath: ${error}.`,
    );
  }
}
