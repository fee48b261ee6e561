import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, test } from '@jest/globals';
import type { Param } from '../../../api/generated/kinds.js';
import { loadFiles } from '../../../cli/local/input/load-files.js';
import { refuseUnknownImages, refuseUnusedImages } from '../../../cli/local/input/unknown-images.js';
import type { ImageCommands } from '../../../cli/local/machine/image-commands.js';

const folder = mkdtempSync(join(tmpdir(), 'test-load-'));
afterAll(() => rmSync(folder, { recursive: true }));

const apiVersion = 'kubetask.io/v1alpha1';
const batch = { apiVersion, kind: 'Batch', metadata: { name: 'deps' }, spec: { variableContexts: [[]] } };
const makeTask = (params: object[] = []) => ({
  ...{ apiVersion, kind: 'Task', metadata: { name: 'hello' } },
  spec: { params, steps: [{ name: 'say', image: 'example.org/say:v1', script: 'echo hello' }] },
});
const batchRun = { apiVersion, kind: 'BatchRun', metadata: { name: 'deps-1' }, spec: { batchRef: 'deps' } };
const taskRun = { apiVersion, kind: 'TaskRun', metadata: { name: 'hello-1' }, spec: { taskRef: 'hello' } };

const load = (objects: readonly object[], params: readonly Param[] = []) => {
  writeFileSync(join(folder, 'all.yaml'), objects.map((object) => JSON.stringify(object)).join('\n---\n'));
  return loadFiles(['all.yaml'], folder, params);
};

describe('what is run', () => {
  const cases: Record<string, { objects: object[]; want: string[] }> = {
    'a Batch and its run: both': { objects: [batch, batchRun], want: ['Batch deps', 'BatchRun deps-1'] },
    'a Batch alone: gets a run': { objects: [batch], want: ['Batch deps', 'BatchRun deps-run'] },
    'a Task alone: gets a run': { objects: [makeTask()], want: ['Task hello', 'TaskRun hello-run'] },
    'a Task and its run: both': { objects: [makeTask(), taskRun], want: ['Task hello', 'TaskRun hello-1'] },
  };
  test.each(Object.entries(cases))('%s', (_, { objects, want }) => {
    expect(load(objects).map(({ kind, metadata }) => `${kind} ${metadata.name}`)).toEqual(want);
  });

  const mistakes: Record<string, { objects: object[]; want: string }> = {
    'runs without their templates: one error names all': {
      objects: [batchRun, taskRun],
      want: 'BatchRun deps-1: Batch deps is not in all.yaml\nTaskRun hello-1: Task hello is not in all.yaml; add its file with -f',
    },
    'a Task with a required parameter: refused': {
      objects: [makeTask([{ name: 'who' }])],
      want: 'all.yaml: Task hello: who has no default; add -p who=…',
    },
    'a WorkspaceConfig that is in no file': {
      objects: [
        { ...batch, spec: { ...batch.spec, workspaceConfigRef: 'mine' } },
        { apiVersion, kind: 'WorkspaceConfig', metadata: { name: 'other' }, spec: {} },
      ],
      want: 'Batch deps: WorkspaceConfig mine is not in all.yaml; add its file with -f',
    },
    'no object that runs': {
      objects: [{ apiVersion, kind: 'WorkspaceConfig', metadata: { name: 'default' }, spec: {} }],
      want: 'all.yaml: contains no Batch, Task, Agent or AgentBuild, and no run',
    },
  };
  test.each(Object.entries(mistakes))('%s', (_, { objects, want }) => {
    expect(() => load(objects)).toThrow(new Error(want));
  });
});

describe('parameters', () => {
  const params = [{ name: 'ticket' }, { name: 'team', default: 'a' }];
  const withParams = { ...batch, spec: { ...batch.spec, params } };
  const ticket = { name: 'ticket', value: 'X-1' };
  const who = { name: 'who', value: 'you' };
  test('each run gets those that its template declares', () => {
    const objects = load([withParams, makeTask([{ name: 'who' }])], [ticket, who]) as unknown as {
      kind: string;
      spec: object;
    }[];
    expect(objects.filter(({ kind }) => kind.endsWith('Run')).map(({ spec }) => spec)).toEqual([
      { batchRef: 'deps', params: [ticket] },
      { taskRef: 'hello', params: [who] },
    ]);
  });

  const mistakes: Record<string, { objects: object[]; params?: Param[]; want: string }> = {
    'a Batch without a value: what to add': {
      objects: [withParams],
      want: 'all.yaml: Batch deps: ticket has no default; add -p ticket=…',
    },
    'another name: the one that was meant': {
      objects: [withParams],
      params: [{ name: 'tickt', value: 'X-1' }],
      want: 'Cannot use -p tickt: nothing that all.yaml starts has a parameter tickt',
    },
    'a Batch that has a run: its params are in the file': {
      objects: [withParams, { ...batchRun, spec: { ...batchRun.spec, params: [ticket] } }],
      params: [ticket],
      want: 'Cannot use -p ticket: Batch deps has a run in all.yaml; write its params there',
    },
  };
  test.each(Object.entries(mistakes))('%s', (_, { objects, params: given = [], want }) => {
    expect(() => load(objects, given)).toThrow(want);
  });
});

function thrownBy(action: () => void): string | undefined {
  try {
    action();
    return undefined;
  } catch (error) {
    return (error as Error).message;
  }
}

describe('images without a command', () => {
  const workspace = {
    ...{ apiVersion, kind: 'WorkspaceConfig', metadata: { name: 'default' } },
    spec: { agentImage: 'example.org/mine:v1' },
  };
  const refused = 'Cannot run example.org/mine:v1: images are not pulled on this machine, and no command replaces it';
  const refuse = (objects: object[], commands: Partial<ImageCommands> = {}) =>
    refuseUnknownImages(load(objects), { images: {}, ...commands }, join(folder, 'registry'));

  test('an agent image: refused before anything starts', () => {
    expect(() => refuse([workspace, batch])).toThrow(new Error(refused));
  });
  const shell = { ...workspace, spec: { ...workspace.spec, command: ['sh'] } };
  const built = { apiVersion: 'beeai.dev/v1', kind: 'AgentBuild', metadata: { name: 'b' }, spec: {} };
  const message = 'Cannot use --image example.org/mine:v1=...: no container without its own command has this image';
  const ofImages: Record<string, { objects: object[]; keep?: boolean; want: string | undefined }> = {
    'an image of the files: used': { objects: [workspace, batch], want: undefined },
    'an image of no container': { objects: [batch], want: message },
    'an image whose containers have a command': { objects: [shell, batch], want: message },
    'an image of no container, but the cluster is kept': { objects: [batch], keep: true, want: undefined },
  };
  test.each(Object.entries(ofImages))('--image names %s', (_, { objects, keep, want }) => {
    const given = () => refuseUnusedImages(load(objects), { images: { 'example.org/mine:v1': './a' } }, keep);
    expect(thrownBy(given)).toBe(want);
  });
  test('--image names an image that may be built: kept for it', () => {
    const images = { 'example.org/mine:v1': './a' };
    expect(() => refuseUnusedImages([built as never], { images }, undefined)).not.toThrow();
  });
  test('--image names an example of kubetask: npm start always gives it', () => {
    const images = { 'ghcr.io/kubetask/hello-agent:v0.1.0': './a' };
    expect(() => refuseUnusedImages(load([batch]), { images }, undefined)).not.toThrow();
  });
  const good: Record<string, { objects: object[]; commands?: Partial<ImageCommands> }> = {
    'the built-in agent': { objects: [batch] },
    'a step with a script': { objects: [makeTask()] },
    '--agent replaces every image': { objects: [workspace, batch], commands: { agent: './a' } },
    '--image replaces this image': {
      objects: [workspace, batch],
      commands: { images: { 'example.org/mine:v1': './a' } },
    },
  };
  test.each(Object.entries(good))('%s: runs', (_, { objects, commands }) => {
    expect(() => refuse(objects, commands)).not.toThrow();
  });
});
