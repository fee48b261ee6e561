import { beforeEach, expect, test } from '@jest/globals';
import {
  type ApiUnderTest,
  configMaps,
  definitions,
  jobs,
  jsonPatch,
  makeApi,
  makeConfigMap,
  makeJob,
  makePod,
  makePodSpec,
  makeWidget,
  merge,
  pods,
  strategic,
  widgetDefinition,
  widgets,
} from './api-under-test.js';

let server: ApiUnderTest;

beforeEach(async () => {
  server = makeApi();
  await server.send('POST', definitions, widgetDefinition);
});

interface Case {
  /** Requests made before the one that counts: method, path, body, content type. */
  readonly given?: readonly (readonly [string, string, unknown?, { type?: string }?])[];
  readonly when: readonly [string, string, unknown?, { type?: string }?];
  readonly want: object;
}

const cm = makeConfigMap('a', { data: { k: 'v' } });
const status = (code: number, message: string, reason?: string) => ({
  code,
  body: { kind: 'Status', message, ...(reason && { reason }) },
});
const big = (bytes: number) => makeConfigMap('big', { data: { k: 'x'.repeat(bytes) } });
const template = (spec: object) => ({ template: { spec } });

const cases: Record<string, Case> = {
  'a new object: created with what the server adds': {
    when: ['POST', configMaps, cm],
    want: {
      code: 201,
      body: {
        metadata: { name: 'a', namespace: 'default', creationTimestamp: '2026-01-01T00:00:00Z' },
        data: { k: 'v' },
      },
    },
  },
  'an object that exists: refused': {
    given: [['POST', configMaps, cm]],
    when: ['POST', configMaps, cm],
    want: status(409, 'configmaps "a" already exists', 'AlreadyExists'),
  },
  'a namespace that does not exist: not found': {
    when: ['POST', '/api/v1/namespaces/x/configmaps', cm],
    want: status(404, 'namespaces "x" not found', 'NotFound'),
  },
  'another namespace in the body: refused': {
    when: ['POST', configMaps, makeConfigMap('a', { metadata: { name: 'a', namespace: 'x' } })],
    want: status(400, 'the namespace of the provided object does not match the namespace sent on the request'),
  },
  'an object that is absent: not found': {
    when: ['GET', `${jobs}/x`],
    want: {
      ...status(404, 'jobs.batch "x" not found'),
      body: { details: { name: 'x', group: 'batch', kind: 'jobs' } },
    },
  },
  'a resource that is not served: not found': {
    when: ['GET', '/apis/nope.example.com/v1/things'],
    want: status(404, 'the server could not find the requested resource'),
  },
  'no name: invalid': {
    when: ['POST', configMaps, { ...cm, metadata: {} }],
    want: status(422, 'ConfigMap "" is invalid: metadata.name: Required value: name or generateName is required'),
  },
  'a stale version: conflict': {
    given: [['POST', configMaps, cm]],
    when: ['PUT', `${configMaps}/a`, makeConfigMap('a', { metadata: { name: 'a', resourceVersion: '1' } })],
    want: status(
      409,
      'Operation cannot be fulfilled on configmaps "a": the object has been modified; please apply your changes to the latest version and try again',
    ),
  },
  'a custom resource without a version: not replaced': {
    given: [['POST', widgets, makeWidget('w')]],
    when: ['PUT', `${widgets}/w`, makeWidget('w')],
    want: { code: 422 },
  },
  'a key that no file can be named: invalid': {
    when: ['POST', configMaps, makeConfigMap('a', { data: { 'a b': 'x' } })],
    want: { code: 422, body: { details: { causes: [{ field: 'data[a b]', reason: 'FieldValueInvalid' }] } } },
  },
  'an immutable ConfigMap: its data stays': {
    given: [['POST', configMaps, { ...cm, immutable: true }]],
    when: ['PATCH', `${configMaps}/a`, { data: { k: 'w' } }, merge],
    want: status(422, 'ConfigMap "a" is invalid: data: Forbidden: field is immutable when `immutable` is set'),
  },
  'a ConfigMap over 1 MiB: too long': {
    when: ['POST', configMaps, big(1024 * 1024 + 1)],
    want: status(422, 'ConfigMap "big" is invalid: []: Too long: may not be more than 1048576 bytes'),
  },
  'a body over 3 MiB: refused unread': {
    when: ['POST', configMaps, big(3 * 1024 * 1024)],
    want: status(413, 'Request entity too large: limit is 3145728', 'RequestEntityTooLarge'),
  },
  'a secret with text: encoded': {
    when: [
      'POST',
      '/api/v1/namespaces/default/secrets',
      { apiVersion: 'v1', kind: 'Secret', metadata: { name: 's' }, stringData: { a: 'x' } },
    ],
    want: { code: 201, body: { type: 'Opaque', data: { a: 'eA==' } } },
  },
  'a Job: defaults and the generated selector': {
    when: ['POST', jobs, makeJob('j')],
    want: {
      code: 201,
      body: {
        metadata: { generation: 1, labels: { 'batch.kubernetes.io/job-name': 'j', 'job-name': 'j' } },
        spec: {
          backoffLimit: 6,
          completions: 1,
          completionMode: 'NonIndexed',
          podReplacementPolicy: 'TerminatingOrFailed',
          template: { spec: { dnsPolicy: 'ClusterFirst', terminationGracePeriodSeconds: 30 } },
        },
      },
    },
  },
  'a Job without a restart policy: must choose': {
    when: ['POST', jobs, makeJob('j', template({ containers: [{ name: 'a', image: 'b' }] }))],
    want: status(
      422,
      'Job.batch "j" is invalid: spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ),
  },
  'another template for a Job: immutable': {
    given: [['POST', jobs, makeJob('j')]],
    when: [
      'PATCH',
      `${jobs}/j`,
      { spec: { template: { spec: { containers: [{ name: 'main', image: 'other' }] } } } },
      strategic,
    ],
    want: { code: 422, body: { details: { causes: [{ field: 'spec.template.spec', reason: 'FieldValueInvalid' }] } } },
  },
  'a mount of no volume: not found': {
    when: [
      'POST',
      pods,
      makePod('p', { containers: [{ name: 'a', image: 'b', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] }),
    ],
    want: status(422, 'Pod "p" is invalid: spec.containers[0].volumeMounts[0].name: Not found: "v"'),
  },
  'text where Go wants a number: cannot be handled': {
    when: ['POST', jobs, makeJob('j', { parallelism: 'x', template: { spec: makePodSpec() } })],
    want: status(
      400,
      'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32',
    ),
  },
  'an unknown field, strictly: refused': {
    when: ['POST', `${jobs}?fieldValidation=Strict`, makeJob('j', { foo: 1, ...template(makePodSpec({ bar: 2 })) })],
    want: status(
      400,
      'Job in version "v1" cannot be handled as a Job: strict decoding error: unknown field "spec.template.spec.bar", unknown field "spec.foo"',
    ),
  },
  'an unknown field of a custom resource, strictly: refused': {
    when: ['POST', `${widgets}?fieldValidation=Strict`, makeWidget('w', { foo: 1 })],
    want: status(
      400,
      'Widget in version "v1" cannot be handled as a Widget: strict decoding error: unknown field "spec.foo"',
      'BadRequest',
    ),
  },
  'an unknown field in a patch, strictly: refused': {
    given: [['POST', widgets, makeWidget('w')]],
    when: ['PATCH', `${widgets}/w?fieldValidation=Strict`, { spec: { foo: 1 } }, merge],
    want: { code: 422, body: { details: { causes: [{ field: 'patch' }] } } },
  },
  'a custom resource: pruned and defaulted': {
    when: ['POST', `${widgets}?fieldValidation=Ignore`, makeWidget('w', { foo: 1 })],
    want: { code: 201, body: { spec: { type: 'File', count: 3 } } },
  },
  'an unknown enum value: the message lists the supported ones': {
    when: ['POST', widgets, makeWidget('w', { type: 'Foo' })],
    want: status(
      422,
      'Widget.example.com "w" is invalid: [spec.type: Unsupported value: "Foo": supported values: "File", "Repository", <nil>: Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation]',
      'Invalid',
    ),
  },
  'a transition rule broken: its message': {
    given: [['POST', widgets, makeWidget('w')]],
    when: ['PATCH', `${widgets}/w`, { spec: { type: 'Repository' } }, merge],
    want: status(422, 'Widget.example.com "w" is invalid: spec: Invalid value: type is immutable'),
  },
  'a spec changed: the generation grows': {
    given: [['POST', widgets, makeWidget('w')]],
    when: ['PATCH', `${widgets}/w`, { spec: { count: 4 } }, merge],
    want: { code: 200, body: { metadata: { generation: 2 }, spec: { count: 4 } } },
  },
  'labels changed: the generation stays': {
    given: [['POST', widgets, makeWidget('w')]],
    when: ['PATCH', `${widgets}/w`, { metadata: { labels: { a: 'b' } } }, merge],
    want: { code: 200, body: { metadata: { generation: 1, labels: { a: 'b' } } } },
  },
  'a status through /status: the spec beside it is ignored': {
    given: [['POST', widgets, makeWidget('w')]],
    when: ['PATCH', `${widgets}/w/status`, { status: { phase: 'Done' }, spec: { count: 9 } }, merge],
    want: { code: 200, body: { metadata: { generation: 1 }, spec: { count: 3 }, status: { phase: 'Done' } } },
  },
  'a status through the main endpoint: ignored': {
    given: [
      ['POST', widgets, makeWidget('w')],
      ['PATCH', `${widgets}/w/status`, { status: { phase: 'Done' } }, merge],
    ],
    when: ['PATCH', `${widgets}/w`, { status: { phase: 'Other' } }, merge],
    want: { code: 200, body: { status: { phase: 'Done' } } },
  },
  'a JSON patch whose test fails: refused': {
    given: [['POST', configMaps, cm]],
    when: ['PATCH', `${configMaps}/a`, [{ op: 'test', path: '/data/k', value: 'w' }], jsonPatch],
    want: status(422, 'the server rejected our request due to an error in our request'),
  },
  'a strategic patch of a custom resource: unsupported': {
    given: [['POST', widgets, makeWidget('w')]],
    when: ['PATCH', `${widgets}/w`, {}, strategic],
    want: { code: 415 },
  },
  'a dry run: answered but not stored': {
    given: [['POST', `${configMaps}?dryRun=All`, cm]],
    when: ['GET', `${configMaps}/a`],
    want: { code: 404 },
  },
  'an object with a finalizer: marked, not gone': {
    given: [
      ['POST', configMaps, makeConfigMap('a', { metadata: { name: 'a', finalizers: ['example.com/x'] } })],
      ['DELETE', `${configMaps}/a`],
    ],
    when: ['GET', `${configMaps}/a`],
    want: {
      code: 200,
      body: { metadata: { deletionTimestamp: '2026-01-01T00:00:00Z', deletionGracePeriodSeconds: 0 } },
    },
  },
  'the last finalizer removed: gone': {
    given: [
      ['POST', configMaps, makeConfigMap('a', { metadata: { name: 'a', finalizers: ['example.com/x'] } })],
      ['DELETE', `${configMaps}/a`],
      ['PATCH', `${configMaps}/a`, { metadata: { finalizers: null } }, merge],
    ],
    when: ['GET', `${configMaps}/a`],
    want: { code: 404 },
  },
  'a finalizer added to what is going away: forbidden': {
    given: [
      ['POST', configMaps, makeConfigMap('a', { metadata: { name: 'a', finalizers: ['example.com/x'] } })],
      ['DELETE', `${configMaps}/a`],
    ],
    when: ['PATCH', `${configMaps}/a`, { metadata: { finalizers: ['example.com/x', 'example.com/y'] } }, merge],
    want: {
      code: 422,
      body: { details: { causes: [{ field: 'metadata.finalizers', reason: 'FieldValueForbidden' }] } },
    },
  },
  'a uid that is not the object’s: not deleted': {
    given: [['POST', configMaps, cm]],
    when: ['DELETE', `${configMaps}/a`, { preconditions: { uid: 'x' } }],
    want: { code: 409, body: { reason: 'Conflict' } },
  },
  'a running Pod deleted: waits for its kubelet': {
    given: [['POST', pods, makePod('p', { nodeName: 'n', terminationGracePeriodSeconds: 10 })]],
    when: ['DELETE', `${pods}/p`],
    want: {
      code: 200,
      body: { metadata: { deletionTimestamp: '2026-01-01T00:00:10Z', deletionGracePeriodSeconds: 10 } },
    },
  },
  'a Pod that runs nowhere deleted: gone': {
    given: [
      ['POST', pods, makePod('p')],
      ['DELETE', `${pods}/p`],
    ],
    when: ['GET', `${pods}/p`],
    want: { code: 404 },
  },
  'a namespace deleted: its contents too': {
    given: [
      ['POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }],
      ['POST', '/api/v1/namespaces/n/configmaps', cm],
      ['DELETE', '/api/v1/namespaces/n'],
    ],
    when: ['GET', '/api/v1/configmaps?fieldSelector=metadata.name=a'],
    want: { code: 200, body: { items: [] } },
  },
  'a namespace held by an object: takes no new ones': {
    given: [
      ['POST', '/api/v1/namespaces', { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'n' } }],
      [
        'POST',
        '/api/v1/namespaces/n/configmaps',
        makeConfigMap('h', { metadata: { name: 'h', finalizers: ['e.com/x'] } }),
      ],
      ['DELETE', '/api/v1/namespaces/n'],
    ],
    when: ['POST', '/api/v1/namespaces/n/configmaps', cm],
    want: status(
      403,
      'configmaps "a" is forbidden: unable to create new content in namespace n because it is being terminated',
    ),
  },
  'a definition deleted: its objects and its paths too': {
    given: [
      ['POST', widgets, makeWidget('w')],
      ['DELETE', `${definitions}/widgets.example.com`],
    ],
    when: ['GET', `${widgets}/w`],
    want: status(404, 'the server could not find the requested resource'),
  },
  'a definition with a rule that is no CEL: refused': {
    when: [
      'POST',
      definitions,
      JSON.parse(JSON.stringify(widgetDefinition).replace('self.type == oldSelf.type', 'self.type ==')),
    ],
    want: { code: 422 },
  },
  'everything of a label deleted: the rest stays': {
    given: [
      ['POST', configMaps, makeConfigMap('a', { metadata: { name: 'a', labels: { x: '1' } } })],
      ['POST', configMaps, makeConfigMap('b')],
      ['DELETE', `${configMaps}?labelSelector=x`],
    ],
    when: ['GET', configMaps],
    want: { body: { items: [{ metadata: { name: 'b' } }] } },
  },
  'a field that cannot be selected: refused': {
    when: ['GET', `${pods}?fieldSelector=spec.foo=x`],
    want: status(400, 'field label not supported: spec.foo'),
  },
  'a version this server has not reached: asked to retry': {
    when: ['GET', `${configMaps}?resourceVersion=99999999999999`],
    want: { code: 504, body: { reason: 'Timeout', details: { retryAfterSeconds: 1 } } },
  },
  'may I: yes': {
    when: [
      'POST',
      '/apis/authorization.k8s.io/v1/selfsubjectaccessreviews',
      { apiVersion: 'authorization.k8s.io/v1', kind: 'SelfSubjectAccessReview', spec: {} },
    ],
    want: { code: 201, body: { status: { allowed: true } } },
  },
};

test.each(Object.entries(cases))('%s', async (_, { given = [], when, want }) => {
  for (const request of given) await server.send(...request);
  expect(await server.send(...when)).toMatchObject(want);
});
