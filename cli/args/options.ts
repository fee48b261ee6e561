import { type Command, InvalidArgumentError, Option } from 'commander';
import type { OutputFormat } from './output-format.js';
import { parseNarrowFormat, parseOutputFormat, parseTableFormat, parseWholeFormat } from './output-format.js';
import { parseTimeSpan } from './time-span.js';

/** Options that mean the same wherever they are offered. Each adds itself to a command. */

export const outputOption = () =>
  new Option('-o, --output <format>', 'json, yaml, name, wide or jsonpath=<template>').argParser(parseOutputFormat);

/** For a command that creates or changes an object, and has no table. */
export const objectOutputOption = () =>
  new Option('-o, --output <format>', 'json, yaml, name or jsonpath=<template>').argParser(parseNarrowFormat);

/** For a command whose output is data of its own. */
export const wholeOutputOption = () =>
  new Option('-o, --output <format>', 'json, yaml or jsonpath=<template>').argParser(parseWholeFormat);

/** The same, with a table that has more columns. */
export const tableOutputOption = () =>
  new Option('-o, --output <format>', 'json, yaml, wide or jsonpath=<template>').argParser(parseTableFormat);

export const timeoutOption = () =>
  new Option('--timeout <time>', 'stop waiting after this time, such as 90s or 2h (exit code 124)').argParser(
    parseTimeSpan,
  );

/** @param sent what the command prints and sends */
export const dryRunOption = (sent = 'the object') =>
  new Option(
    '--dry-run <where>',
    `print ${sent} without sending it (client), or send it without persisting it (server)`,
  ).choices(['client', 'server']);

export const selectorOption = () => new Option('-l, --selector <query>', 'only objects with these labels');

export const allNamespacesOption = () => new Option('-A, --all-namespaces', 'all namespaces');

export const forceOption = (action: string) => new Option('--force', `${action} even if it is managed from Git`);

export const withOptions = (command: Command, ...options: readonly Option[]): Command =>
  options.reduce((all, option) => all.addOption(option), command);

export function wholeNumber(text: string): number {
  if (!/^\d{1,9}$/.test(text)) throw new InvalidArgumentError('use a whole number.');
  return Number(text);
}

/** Of the root command, so that they may stand before or after the command's name. */
export interface GlobalOptions {
  readonly namespace?: string;
  readonly context?: string;
  readonly kubeconfig?: string;
  readonly as?: string;
  readonly requestTimeout?: number;
  /** False for `--no-color`. */
  readonly color: boolean;
}

export const globalOptions = (): Option[] => [
  new Option('-n, --namespace <name>', 'namespace of the request (default: the namespace of the kubeconfig context)'),
  new Option('--context <name>', 'kubeconfig context to use'),
  new Option('--kubeconfig <file>', 'path of the kubeconfig (default: KUBECONFIG, or ~/.kube/config)'),
  new Option('--as <user>', 'user to impersonate'),
  new Option('--request-timeout <time>', 'timeout of a single request').argParser(parseTimeSpan).default(30, '30s'),
  new Option('--no-color', 'do not color the output; NO_COLOR does the same'),
];

export interface OutputOptions {
  readonly output?: OutputFormat;
  /** False for `--no-headers`. */
  readonly headers?: boolean;
}
