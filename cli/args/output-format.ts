import { InvalidArgumentError } from 'commander';

/** A format that shows the object itself. */
export type WholeFormat = { readonly type: 'json' | 'yaml' } | { readonly type: 'jsonpath'; readonly template: string };

/** What `-o` asks for; a table without it. */
export type OutputFormat = WholeFormat | { readonly type: 'name' | 'wide' };

const plain = ['json', 'yaml', 'name', 'wide'] as const;

/** @throws InvalidArgumentError */
export function parseOutputFormat(text: string): OutputFormat {
  const [, template] = /^jsonpath=(.+)$/s.exec(text) ?? [];
  if (template !== undefined) return { type: 'jsonpath', template };
  const type = plain.find((known) => known === text);
  if (type) return { type };
  throw new InvalidArgumentError(`use one of ${plain.join(', ')}, jsonpath=<template>.`);
}
