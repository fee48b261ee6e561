import { join } from 'node:path';
import type { KubernetesObject } from '../../kubernetes-conventions/kubernetes-object.js';
import { type Clock, systemClock } from '../../work-queue/clock.js';
import type { Controller } from '../controller.js';
import type { LocalApi } from '../local-api.js';
import type { TaskSpec } from './objects.js';
import { startPipelineRunController } from './pipeline-run/controller.js';
import { installPrograms, type Programs } from './programs.js';
import { startTaskRunController } from './task-run/controller.js';
import { taskRunDefinition } from './task-run/definition.js';

/** Programs of this machine that run instead of those of step images. */
export interface StandIns {
  readonly programs: Programs;
  /** A notice in the conditions of runs: their work is not the real one. */
  readonly notice: string;
}

/** Which part of Tekton the cluster serves. */
export interface TektonOptions {
  /** The CustomResourceDefinitions of `tekton.dev/v1`; TaskRun's may be missing. Those that are there already stay. */
  readonly definitions: readonly KubernetesObject[];
  /** Replacements for programs of step images. @default none */
  readonly standIns?: StandIns;
}

const definitionResource = 'customresourcedefinitions.apiextensions.k8s.io';

/** Serves Tekton's kinds and runs them, as far as `unsupported.ts` says. @param folder is made, and goes with the cluster */
export function startTekton(
  api: LocalApi,
  folder: string,
  { definitions, standIns }: TektonOptions,
  clock: Clock = systemClock,
): Controller {
  for (const definition of [...definitions, taskRunDefinition]) {
    if (!api.get(definitionResource, '', definition.metadata.name)) api.create(definitionResource, definition);
  }
  const programs = installPrograms(join(folder, 'programs'), standIns?.programs ?? {});
  const noticeFor = (spec: TaskSpec) => (standIns && programs.isUsedBy(spec) ? standIns.notice : undefined);
  const controllers = [
    startTaskRunController(
      api,
      {
        programs,
        noticeFor,
        resultsFolderOf: ({ metadata, status }) =>
          join(folder, 'results', `${metadata.uid}`, `${status?.retriesStatus?.length ?? 0}`),
      },
      clock,
    ),
    startPipelineRunController(api, noticeFor, clock),
  ];
  return {
    stop: async () => {
      for (const controller of controllers) await controller.stop();
    },
  };
}
