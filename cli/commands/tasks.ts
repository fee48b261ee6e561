import { Option } from 'commander';
import { collectTexts } from '../args/collect-texts.js';
import { withOptions } from '../args/options.js';
import { parseNarrowFormat } from '../args/output-format.js';
import { defineCommand } from '../command-definition.js';
import type { ListTasksOptions } from '../executors/list-tasks.js';

export const tasksCommand = defineCommand<ListTasksOptions>(
  'tasks',
  (command) =>
    withOptions(
      command
        .summary('list the tasks of kubetask.yaml and where they can run')
        .description(
          'List the tasks of the kubetask.yaml in this folder or in a parent folder. For each task, show the available executors in order of preference, and why the others are not available.',
        ),
      new Option('-f, --filename <path>', 'the task file').argParser(collectTexts),
      new Option('--flavor <name>', 'flavor of the task file'),
      new Option('-o, --output <format>', 'json, yaml, name or jsonpath=<template>').argParser(parseNarrowFormat),
    ),
  async (session, _, options) => {
    const { listTasks } = await import('../executors/list-tasks.js');
    return listTasks(session, options);
  },
);
