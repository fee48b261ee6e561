import type { Batch, Param, Task } from '../../api/generated/kinds.js';
import { nearest } from '../../plan/text/nearest.js';
import { UserError } from '../errors/user-error.js';

/** A run that is yet to be created; the server completes its name. */
export interface NewRun {
  readonly apiVersion: 'kubetask.io/v1alpha1';
  readonly kind: 'BatchRun' | 'TaskRun';
  readonly metadata: {
    readonly generateName: string;
    readonly namespace: string;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly spec: object;
}

/** @param annotations where the run comes from; none for one that comes from nowhere */
export function newRun(
  kind: NewRun['kind'],
  base: string,
  namespace: string,
  spec: object,
  annotations: Readonly<Record<string, string>> = {},
): NewRun {
  const own = Object.keys(annotations).length > 0 ? { annotations } : {};
  return { apiVersion: 'kubetask.io/v1alpha1', kind, metadata: { generateName: `${base}-`, namespace, ...own }, spec };
}

/** What a run is started with. */
export interface RunValues {
  /** @default none */
  readonly params?: readonly Param[];
  /** Of a Batch. @default the Batch's */
  readonly keySalt?: string | undefined;
}

/** A run of a Task or Batch, named `<template>-run-xxxxx`. @throws UserError for values that do not fit */
export function runOfTemplate(template: Task | Batch, values: RunValues, namespace: string): NewRun {
  checkParams(template, values.params ?? []);
  return runOfNamed(template.kind, template.metadata.name, values, namespace);
}

/** The same of a template that was not read: whether it exists, and a Task has these parameters, shows later. */
export function runOfNamed(
  kind: 'Task' | 'Batch',
  name: string,
  { params = [], keySalt }: RunValues,
  namespace: string,
): NewRun {
  if (kind === 'Task') {
    if (keySalt !== undefined)
      throw new UserError(`Cannot start task/${name} with --key-salt: only a Batch takes one`, [
        'another value of a parameter gives a TaskRun another key',
      ]);
    return newRun('TaskRun', `${name}-run`, namespace, { taskRef: name, ...(params.length > 0 ? { params } : {}) });
  }
  const salt = keySalt === undefined ? {} : { keySalt };
  const given = params.length > 0 ? { params } : {};
  return newRun('BatchRun', `${name}-run`, namespace, { batchRef: name, ...salt, ...given });
}

function checkParams({ kind, metadata: { name }, spec }: Task | Batch, params: readonly Param[]): void {
  const template = `${kind.toLowerCase()}/${name}`;
  const declared = spec.params ?? [];
  const names = declared.map((param) => param.name);
  const given = new Set(params.map((param) => param.name));
  const unknown = [...given].filter((param) => !names.includes(param));
  const missing = declared.filter((param) => param.default === undefined && !given.has(param.name));
  if (unknown.length > 0) {
    const near = nearest(unknown[0] ?? '', names);
    throw new UserError(`Cannot start ${template}: it has no parameter ${unknown.join(', ')}`, [
      near.length > 0 ? `did you mean ${near.join(' or ')}?` : `its parameters: ${names.join(', ') || 'none'}`,
    ]);
  }
  if (missing.length > 0) {
    throw new UserError(
      `Cannot start ${template}: it needs a value for ${missing.map((param) => param.name).join(', ')}`,
      missing.map((param) => `-p ${param.name}=…${param.description ? `  ${param.description}` : ''}`),
    );
  }
}

const generatedEnd = /-(run|retry|rerun)-[a-z0-9]{5}$/;

/** What a run's name says beside how it came about: runs of runs of runs do not grow longer names. */
export function baseName(name: string): string {
  const shorter = name.replace(generatedEnd, '');
  return shorter === name ? name : baseName(shorter);
}
