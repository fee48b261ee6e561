import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { KubernetesObject } from '../../api/kubernetes-object.js';
import type { LocalApi } from '../local-api.js';
import type { Controller } from '../workloads/job-controller.js';
import { startPipelineRunController } from './pipeline-run-controller.js';
import { startTaskRunController } from './task-run-controller.js';

export interface TektonOptions {
  /** The CustomResourceDefinitions of `tekton.dev/v1`. Those that are there already stay. */
  readonly definitions: readonly KubernetesObject[];
  /** Commands of this machine that stand in for programs of step images, by the program's name. @default none */
  readonly programs?: Readonly<Record<string, readonly string[]>>;
}

const definitionResource = 'customresourcedefinitions.apiextensions.k8s.io';

/** Serves Tekton's kinds and runs them, as far as `unsupported.ts` says. @param folder is made, and goes with the cluster */
export function startTekton(api: LocalApi, folder: string, { definitions, programs = {} }: TektonOptions): Controller {
  for (const definition of definitions) {
    if (!api.get(definitionResource, '', definition.metadata.name)) api.create(definitionResource, definition);
  }
  const programsFolder = join(folder, 'programs');
  mkdirSync(programsFolder, { recursive: true, mode: 0o700 });
  for (const [name, command] of Object.entries(programs)) writeProgram(join(programsFolder, name), command);
  const controllers = [
    startTaskRunController(api, {
      programsFolder,
      standIn: (program) => (Object.hasOwn(programs, program) ? [join(programsFolder, program)] : undefined),
      resultsFolderOf: ({ metadata, status }) =>
        join(folder, 'results', `${metadata.uid}-${status?.retriesStatus?.length ?? 0}`),
    }),
    startPipelineRunController(api),
  ];
  return {
    stop: async () => {
      for (const controller of controllers) await controller.stop();
    },
  };
}

function writeProgram(path: string, command: readonly string[]): void {
  writeFileSync(path, `#!/bin/sh\nexec ${command.map(quoted).join(' ')} "$@"\n`);
  chmodSync(path, 0o700);
}

const quoted = (word: string): string => `'${word.replaceAll("'", `'\\''`)}'`;
