import { expect } from '@jest/globals';
import { crds } from '../../../api/generated/crds.js';
import { schemaAt } from '../../schema-at.js';
import { type Facts, inAnyOrder, invalid, rulesUnchecked } from '../fact.js';
import {
  batchOf,
  file,
  makeBatch,
  makeConfigMap,
  makeRun,
  makeTask,
  makeTaskRun,
  makeWorkspace,
  repository,
} from '../objects.js';
import { merge } from '../world.js';

const filePath = schemaAt(crds.Batch, 'spec.variableContexts[].[].file.filePath');

const long = 'a'.repeat(254);

/** Texts that a pattern must not match: the server names the field, and does not show the value. */
const unwanted: Readonly<Record<string, readonly [field: string, context: object]>> = {
  'a password in an SSH URL': ['repository.url', url('ssh://me:canary@example.com/r.git')],
  'a password before user@host:path': ['repository.url', url('me:canary@example.com:r.git')],
  'a token in the query of a repository': ['repository.url', url('https://example.com/r.git?private_token=canary')],
  'a token in the query of an SSH URL': ['repository.url', url('ssh://git@example.com/r.git?private_token=canary')],
  'a token in the query of a URL that is fetched': [
    'http.url',
    { type: 'Http', http: { filePath: '/a', url: 'https://example.com/?page=1&access_token=canary' } },
  ],
  'the branch HEAD': ['repository.branch', repository({ branch: 'HEAD' })],
  'the branch @': ['repository.branch', repository({ branch: '@' })],
  'a full ref as branch': ['repository.branch', repository({ branch: 'refs/heads/main' })],
  'a branch that ends in .lock': ['repository.branch', repository({ branch: 'a.lock' })],
  'a name of a repository with .git': ['repository.repo', repository({ repo: 'r.git' })],
};

function url(text: string): object {
  return { type: 'Repository', repository: { url: text } };
}

/** The message for every invalid object of our kinds. */
export const validation: Facts = {
  ...Object.fromEntries(
    Object.entries(unwanted).map(([title, [field, context]]) => [
      title,
      {
        when: ['POST', 'batches', batchOf(context)],
        want: invalid(
          'Batch.kubetask.io "b"',
          `<nil>: Invalid value: "": "spec.variableContexts[0][0].${field}" must not validate the schema (not)`,
        ),
      },
    ]),
  ),
  'an unknown type of context': {
    when: ['POST', 'batches', batchOf({ type: 'Foo' })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].type: Unsupported value: "Foo": supported values: "File", "Repository", "Http", "Command"',
      rulesUnchecked,
    ),
  },
  'a file without a source': {
    when: ['POST', 'batches', batchOf({ type: 'File', file: { filePath: '/a' } })],
    want: invalid('Batch.kubetask.io "b"', 'spec.variableContexts[0][0].file.source: Required value', rulesUnchecked),
  },
  'two sources': {
    when: ['POST', 'batches', batchOf(file({ inline: 'x', secretKeyRef: { name: 's', key: 'k' } }))],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].file.source: Invalid value: give exactly one of inline, configMapKeyRef and secretKeyRef',
    ),
  },
  'no source': {
    when: ['POST', 'batches', batchOf(file({}))],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].file.source: Invalid value: give exactly one of inline, configMapKeyRef and secretKeyRef',
    ),
  },
  'a File with a repository': {
    when: ['POST', 'batches', batchOf({ ...repository(), type: 'File' })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0]: Invalid value: set file when, and only when, type is File',
      'spec.variableContexts[0][0]: Invalid value: set repository when, and only when, type is Repository',
    ),
  },
  'credentials in a URL': {
    when: [
      'POST',
      'batches',
      batchOf({ type: 'Repository', repository: { url: 'https://me:secret@example.com/r.git', branch: 'main' } }),
    ],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].repository.url: Invalid value: a URL must not contain credentials; put them into a Secret and name it in secretRef',
    ),
  },
  'a URL with an unknown scheme': {
    when: [
      'POST',
      'batches',
      batchOf({ type: 'Repository', repository: { url: 'ftp://example.com/r', branch: 'main' } }),
    ],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].repository.url: Invalid value: start the URL with https://, http://, ssh://, git:// or file:///, or give user@host:path',
    ),
  },
  'org without repo': {
    when: ['POST', 'batches', batchOf({ type: 'Repository', repository: { org: 'o', branch: 'main' } })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].repository: Invalid value: give either org and repo, or url',
    ),
  },
  'a branch with an invisible character': {
    when: ['POST', 'batches', batchOf(repository({ branch: 'main\u200b' }))],
    want: {
      code: 422,
      body: {
        message: expect.stringContaining(
          'spec.variableContexts[0][0].repository.branch: Invalid value: "main\\u200b": spec.variableContexts[0][0].repository.branch in body should match',
        ),
      },
    },
  },
  'a branch that git would read as an option': {
    when: ['POST', 'batches', batchOf(repository({ branch: '--upload-pack=x' }))],
    want: { code: 422 },
  },
  'a branch in another script, with every character that git accepts': {
    when: ['POST', 'batches', batchOf(repository({ branch: 'ünïcode/{a}-b.c@d' }))],
    want: { code: 201 },
  },
  'a URL that ends in a carriage return': {
    when: ['POST', 'batches', batchOf({ type: 'Repository', repository: { url: 'https://h/r\r', branch: 'main' } })],
    want: { code: 422 },
  },
  'an SSH URL with another user': {
    when: ['POST', 'batches', batchOf({ type: 'Repository', repository: { url: 'me@h:r.git', branch: 'main' } })],
    want: { code: 201 },
  },
  'a path with a blank within it': {
    when: ['POST', 'batches', batchOf(file({ inline: 'x' }, '/workspace/my task.md'))],
    want: { code: 201 },
  },
  'a path with a blank at its end': {
    when: ['POST', 'batches', batchOf(file({ inline: 'x' }, '/workspace/task.md '))],
    want: { code: 422 },
  },
  'a repo called ..': { when: ['POST', 'batches', batchOf(repository({ repo: '..' }))], want: { code: 422 } },
  'org and url': {
    when: ['POST', 'batches', batchOf(repository({ url: 'https://example.com/r' }))],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].repository: Invalid value: give either org and repo, or url',
    ),
  },
  'a relative filePath': {
    when: ['POST', 'batches', batchOf(file({ inline: 'x' }, 'a.md'))],
    want: invalid(
      'Batch.kubetask.io "b"',
      `spec.variableContexts[0][0].file.filePath: Invalid value: "a.md": spec.variableContexts[0][0].file.filePath in body should match '${filePath.pattern}'`,
    ),
  },
  'a filePath of 513 characters': {
    when: ['POST', 'batches', batchOf(file({ inline: 'x' }, `/${'a'.repeat(512)}`))],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].file.filePath: Too long: may not be more than 512 bytes',
      rulesUnchecked,
    ),
  },
  'a filePath of 513 characters, relative': {
    when: ['POST', 'batches', batchOf(file({ inline: 'x' }, 'a'.repeat(513)))],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].file.filePath: Too long: may not be more than 512 bytes',
      rulesUnchecked,
    ),
  },
  'nine contexts of one task': {
    when: ['POST', 'batches', batchOf(...Array.from({ length: 9 }, () => file()))],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0]: Too many: 9: must have at most 8 items',
      rulesUnchecked,
    ),
  },
  'text over 1 MiB': {
    when: ['POST', 'batches', batchOf(file({ inline: 'x'.repeat(1024 * 1024 + 1) }))],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].file.source.inline: Too long: may not be more than 1048576 bytes',
      rulesUnchecked,
    ),
  },
  'a number below its minimum': {
    when: ['POST', 'batches', makeBatch('b', { backoffLimit: -1 })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.backoffLimit: Invalid value: -1: spec.backoffLimit in body should be greater than or equal to 0',
    ),
  },
  'a number above its maximum': {
    when: ['POST', 'batches', makeBatch('b', { backoffLimit: 101 })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.backoffLimit: Invalid value: 101: spec.backoffLimit in body should be less than or equal to 100',
    ),
  },
  'text instead of a number': {
    when: ['POST', 'batches', makeBatch('b', { backoffLimit: 'three' })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.backoffLimit: Invalid value: "string": spec.backoffLimit in body must be of type integer: "string"',
      rulesUnchecked,
    ),
  },
  'a fraction instead of an integer': {
    when: ['POST', 'batches', makeBatch('b', { backoffLimit: 1.5 })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.backoffLimit: Invalid value: "number": spec.backoffLimit in body must be of type integer: "number"',
      '<nil>: Invalid value: "": Checked value must be of type integer (default format) in spec.backoffLimit',
      rulesUnchecked,
    ),
  },
  'an object instead of a list': {
    when: ['POST', 'batches', makeBatch('b', { variableContexts: {} })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts: Invalid value: "object": spec.variableContexts in body must be of type array: "object"',
      rulesUnchecked,
    ),
  },
  'null instead of a list': {
    when: ['POST', 'batches', makeBatch('b', { variableContexts: [null] })],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0]: Invalid value: "null": spec.variableContexts[0] in body must be of type array: "null"',
      rulesUnchecked,
    ),
  },
  'null instead of text: treated as absent': {
    when: ['POST', 'batches', makeBatch('b', { workspaceConfigRef: null })],
    want: { code: 201, body: { spec: { commonContext: [], variableContexts: [] } } },
  },
  'no spec': {
    when: ['POST', 'batches', { ...makeBatch('b'), spec: undefined }],
    want: invalid('Batch.kubetask.io "b"', 'spec: Required value', rulesUnchecked),
  },
  'spec null': {
    when: ['POST', 'batches', { ...makeBatch('b'), spec: null }],
    want: invalid('Batch.kubetask.io "b"', 'spec: Required value', rulesUnchecked),
  },
  'an empty reference': {
    when: ['POST', 'batchruns', makeRun('r', { batchRef: '' })],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'spec.batchRef: Invalid value: "": spec.batchRef in body should be at least 1 chars long',
    ),
  },
  'a reference of 254 characters': {
    when: ['POST', 'batchruns', makeRun('r', { batchRef: long })],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'spec.batchRef: Too long: may not be more than 253 bytes',
      rulesUnchecked,
    ),
  },
  'several problems at once': {
    when: [
      'POST',
      'batches',
      makeBatch('b', {
        backoffLimit: 'x',
        variableContexts: [[{ type: 'Foo' }, repository({ branch: '' })]],
        commonContext: [file({ inline: 5 })],
      }),
    ],
    want: inAnyOrder(
      invalid(
        'Batch.kubetask.io "b"',
        'spec.backoffLimit: Invalid value: "string": spec.backoffLimit in body must be of type integer: "string"',
        'spec.commonContext[0].file.source.inline: Invalid value: "integer": spec.commonContext[0].file.source.inline in body must be of type string: "integer"',
        'spec.variableContexts[0][0].type: Unsupported value: "Foo": supported values: "File", "Repository", "Http", "Command"',
        'spec.variableContexts[0][1].repository.branch: Invalid value: "": spec.variableContexts[0][1].repository.branch in body should be at least 1 chars long',
        rulesUnchecked,
      ),
    ),
  },
  'several rules at once': {
    when: [
      'POST',
      'batches',
      batchOf({ type: 'Repository', repository: { org: 'o', url: 'ftp://b/c', branch: 'main' } }, file({})),
    ],
    want: invalid(
      'Batch.kubetask.io "b"',
      'spec.variableContexts[0][0].repository: Invalid value: give either org and repo, or url',
      'spec.variableContexts[0][0].repository.url: Invalid value: start the URL with https://, http://, ssh://, git:// or file:///, or give user@host:path',
      'spec.variableContexts[0][1].file.source: Invalid value: give exactly one of inline, configMapKeyRef and secretKeyRef',
    ),
  },
  'batchRef and batchSpec': {
    when: ['POST', 'batchruns', makeRun('r', { batchRef: 'b', batchSpec: {} })],
    want: invalid('BatchRun.kubetask.io "r"', 'spec: Invalid value: give exactly one of batchRef and batchSpec'),
  },
  'neither batchRef nor batchSpec': {
    when: ['POST', 'batchruns', makeRun('r', {})],
    want: invalid('BatchRun.kubetask.io "r"', 'spec: Invalid value: give exactly one of batchRef and batchSpec'),
  },
  'an unknown value of jobs': {
    when: ['POST', 'batchruns', makeRun('r', { batchRef: 'b', jobs: 'none' })],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'spec.jobs: Unsupported value: "none": supported values: "runtime", "synthesized"',
      rulesUnchecked,
    ),
  },
  'another spec for a run': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r', { spec: { batchRef: 'other' } }, merge],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'spec: Invalid value: only suspend and cancel of a run may change; create another BatchRun',
    ),
  },
  'a name with a capital': {
    when: ['POST', 'batchruns', makeRun('Run_1')],
    want: invalid(
      'BatchRun.kubetask.io "Run_1"',
      `metadata.name: Invalid value: "Run_1": a lowercase RFC 1123 subdomain must consist of lower case alphanumeric characters, '-' or '.', and must start and end with an alphanumeric character (e.g. 'example.com', regex used for validation is '[a-z0-9]([-a-z0-9]*[a-z0-9])?(\\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*')`,
    ),
  },
  'a name of 254 characters': {
    when: ['POST', 'batchruns', makeRun(long)],
    want: invalid(
      `BatchRun.kubetask.io "${long}"`,
      `metadata.name: Invalid value: "${long}": must be no more than 253 characters`,
    ),
  },
  'an invalid label': {
    when: ['POST', 'batches', makeBatch('b', {}, { labels: { 'a b': 'x', ok: 'a b' } })],
    want: inAnyOrder(
      invalid(
        'Batch.kubetask.io "b"',
        `metadata.labels: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
        `metadata.labels: Invalid value: "a b": a valid label must be an empty string or consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyValue',  or 'my_value',  or '12345', regex used for validation is '(([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9])?')`,
      ),
    ),
  },
  'an invalid annotation key': {
    when: ['POST', 'batches', makeBatch('b', {}, { annotations: { 'a b': 'x' } })],
    want: invalid(
      'Batch.kubetask.io "b"',
      `metadata.annotations: Invalid value: "a b": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ),
  },
  'an invalid finalizer': {
    when: ['POST', 'batches', makeBatch('b', {}, { finalizers: ['x y'] })],
    want: invalid(
      'Batch.kubetask.io "b"',
      `metadata.finalizers: Invalid value: "x y": name part must consist of alphanumeric characters, '-', '_' or '.', and must start and end with an alphanumeric character (e.g. 'MyName',  or 'my.name',  or '123-abc', regex used for validation is '([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]')`,
    ),
  },
  'a finalizer without a domain': {
    when: ['POST', 'configmaps', makeConfigMap('b', {}, { finalizers: ['xy'] })],
    want: invalid(
      'ConfigMap "b"',
      'metadata.finalizers[0]: Invalid value: "xy": name is neither a standard finalizer name nor is it fully qualified',
    ),
  },
  'an owner without uid': {
    when: [
      'POST',
      'batches',
      makeBatch('b', {}, { ownerReferences: [{ apiVersion: 'v1', kind: 'ConfigMap', name: 'a', uid: '' }] }),
    ],
    want: invalid('Batch.kubetask.io "b"', 'metadata.ownerReferences.uid: Invalid value: "": must not be empty'),
  },
  'two controllers': {
    when: [
      'POST',
      'batches',
      makeBatch(
        'b',
        {},
        {
          ownerReferences: ['a', 'b'].map((name) => ({
            apiVersion: 'v1',
            kind: 'ConfigMap',
            name,
            uid: name,
            controller: true,
          })),
        },
      ),
    ],
    want: invalid(
      'Batch.kubetask.io "b"',
      'metadata.ownerReferences: Invalid value: [{"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"a","controller":true},{"apiVersion":"v1","kind":"ConfigMap","name":"b","uid":"b","controller":true}]: Only one reference can have Controller set to true. Found "true" in references for ConfigMap/a and ConfigMap/b',
    ),
  },
  'an invalid quantity': {
    when: ['POST', 'workspaceconfigs', makeWorkspace('w', { resources: { limits: { cpu: 'much' } } })],
    want: invalid(
      'WorkspaceConfig.kubetask.io "w"',
      `spec.resources.limits.cpu: Invalid value: "much": spec.resources.limits.cpu in body should match '^(\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))(([KMGTPE]i)|[numkMGTPE]|([eE](\\+|-)?(([0-9]+(\\.[0-9]*)?)|(\\.[0-9]+))))?$'`,
    ),
  },
  'a quantity that is a list': {
    when: ['POST', 'workspaceconfigs', makeWorkspace('w', { resources: { limits: { cpu: [] } } })],
    want: invalid(
      'WorkspaceConfig.kubetask.io "w"',
      'spec.resources.limits.cpu: Invalid value: "array": spec.resources.limits.cpu in body must be of type integer,string: "array"',
      '<nil>: Invalid value: "": "spec.resources.limits.cpu" must validate at least one schema (anyOf)',
      'spec.resources.limits.cpu: Invalid value: "array": spec.resources.limits.cpu in body must be of type integer: "array"',
      rulesUnchecked,
    ),
  },
  'the same variable twice': {
    when: [
      'POST',
      'workspaceconfigs',
      makeWorkspace('w', {
        env: [
          { name: 'A', value: '1' },
          { name: 'A', value: '2' },
        ],
      }),
    ],
    want: invalid('WorkspaceConfig.kubetask.io "w"', 'spec.env[1]: Duplicate value: {"name":"A"}'),
  },
  'a variable with two values': {
    when: [
      'POST',
      'workspaceconfigs',
      makeWorkspace('w', { env: [{ name: 'A', value: '1', valueFrom: { fieldRef: { fieldPath: 'a' } } }] }),
    ],
    want: invalid('WorkspaceConfig.kubetask.io "w"', 'spec.env[0]: Invalid value: give value or valueFrom, not both'),
  },
  'a credential with neither env nor file': {
    when: [
      'POST',
      'workspaceconfigs',
      makeWorkspace('w', { credentials: [{ name: 'c', secretRef: { name: 's', key: 'k' } }] }),
    ],
    want: invalid('WorkspaceConfig.kubetask.io "w"', 'spec.credentials[0]: Invalid value: give env, mountPath or both'),
  },
  'a file mode above 0777': {
    when: [
      'POST',
      'workspaceconfigs',
      makeWorkspace('w', { credentials: [{ name: 'c', env: 'A', fileMode: 512, secretRef: { name: 's', key: 'k' } }] }),
    ],
    want: invalid(
      'WorkspaceConfig.kubetask.io "w"',
      'spec.credentials[0].fileMode: Invalid value: 512: spec.credentials[0].fileMode in body should be less than or equal to 511',
    ),
  },
  'a number beyond int32': {
    when: [
      'POST',
      'workspaceconfigs',
      makeWorkspace('w', {
        credentials: [{ name: 'c', env: 'A', fileMode: 2147483648, secretRef: { name: 's', key: 'k' } }],
      }),
    ],
    want: invalid(
      'WorkspaceConfig.kubetask.io "w"',
      '<nil>: Invalid value: "": Checked value must be of type integer with format int32 in spec.credentials[0].fileMode',
      'spec.credentials[0].fileMode: Invalid value: 2147483648: spec.credentials[0].fileMode in body should be less than or equal to 511',
    ),
  },
  'text instead of a boolean': {
    when: ['POST', 'workspaceconfigs', makeWorkspace('w', { readOnlyRootFilesystem: 'yes' })],
    want: invalid(
      'WorkspaceConfig.kubetask.io "w"',
      'spec.readOnlyRootFilesystem: Invalid value: "string": spec.readOnlyRootFilesystem in body must be of type boolean: "string"',
      rulesUnchecked,
    ),
  },
  'steps and contexts': {
    when: ['POST', 'tasks', makeTask('t', { steps: [{ script: 'true' }], contexts: [] })],
    want: invalid('Task.kubetask.io "t"', 'spec: Invalid value: give exactly one of steps and contexts'),
  },
  'two steps of one name': {
    when: [
      'POST',
      'tasks',
      makeTask('t', {
        steps: [
          { name: 'a', script: 'true' },
          { name: 'a', script: 'true' },
        ],
      }),
    ],
    want: invalid('Task.kubetask.io "t"', 'spec.steps: Invalid value: step names must be unique'),
  },
  'an empty step': {
    when: ['POST', 'tasks', makeTask('t', { steps: [{}] })],
    want: invalid('Task.kubetask.io "t"', 'spec.steps[0]: Invalid value: give image, script or command'),
  },
  'no steps': {
    when: ['POST', 'tasks', makeTask('t', { steps: [] })],
    want: invalid(
      'Task.kubetask.io "t"',
      'spec.steps: Invalid value: 0: spec.steps in body should have at least 1 items',
    ),
  },
  'a step name with a capital': {
    when: ['POST', 'tasks', makeTask('t', { steps: [{ name: 'A', script: 'x' }] })],
    want: invalid(
      'Task.kubetask.io "t"',
      `spec.steps[0].name: Invalid value: "A": spec.steps[0].name in body should match '^[a-z0-9]([-a-z0-9]*[a-z0-9])?$'`,
    ),
  },
  'a timeout that is not a duration': {
    when: ['POST', 'taskruns', makeTaskRun('r', { taskRef: 'a', timeout: 'soon' })],
    want: invalid(
      'TaskRun.kubetask.io "r"',
      'spec.timeout: Invalid value: "soon": must be a duration from 1s to 8760h, such as 90s or 1h30m',
    ),
  },
  'cancel removed from a cancelled run': {
    given: [['POST', 'taskruns', makeTaskRun('r', { taskRef: 'a', cancel: true })]],
    when: ['PATCH', 'taskruns/r', { spec: { cancel: false } }, merge],
    want: invalid(
      'TaskRun.kubetask.io "r"',
      'spec.cancel: Invalid value: a cancelled run stays cancelled; create another TaskRun',
    ),
  },
  'another task for a run': {
    given: [['POST', 'taskruns', makeTaskRun('r')]],
    when: ['PATCH', 'taskruns/r', { spec: { taskRef: 'other' } }, merge],
    want: invalid(
      'TaskRun.kubetask.io "r"',
      'spec: Invalid value: only suspend and cancel of a run may change; create another TaskRun',
    ),
  },
  'an unknown phase': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r/status', { status: { phase: 'Done' } }, merge],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'status.phase: Unsupported value: "Done": supported values: "Pending", "Running", "Paused", "Succeeded", "Failed", "Cancelled"',
      rulesUnchecked,
    ),
  },
  'the same task twice in a status': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: [
      'PATCH',
      'batchruns/r/status',
      { status: { tasks: [0, 0].map((index) => ({ index, phase: 'Running', jobName: 'j' })) } },
      merge,
    ],
    want: invalid('BatchRun.kubetask.io "r"', 'status.tasks[1]: Duplicate value: {"index":0}'),
  },
  'a condition without its parts': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r/status', { status: { conditions: [{ type: 'Ready' }] } }, merge],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'status.conditions[0].status: Required value',
      'status.conditions[0].reason: Required value',
      'status.conditions[0].message: Required value',
      'status.conditions[0].lastTransitionTime: Required value',
      rulesUnchecked,
    ),
  },
  'an invalid time': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r/status', { status: { startTime: 'yesterday' } }, merge],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'status.startTime: Invalid value: "yesterday": startTime in body must be of type date-time: "yesterday"',
      rulesUnchecked,
    ),
  },
  'a status that is a list': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r/status', { status: [] }, merge],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'status: Invalid value: "array":  in body must be of type object: "array"',
      rulesUnchecked,
    ),
  },
  'more outcomes than fit': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: [
      'PATCH',
      'batchruns/r/status',
      { status: { outcomes: Array.from({ length: 33 }, (_, i) => `o${i}`) } },
      merge,
    ],
    want: invalid(
      'BatchRun.kubetask.io "r"',
      'status.outcomes: Too many: 33: must have at most 32 items',
      rulesUnchecked,
    ),
  },
};
