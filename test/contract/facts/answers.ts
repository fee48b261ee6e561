import { expect } from '@jest/globals';
import { type Facts, invalid, refusal, rulesUnchecked } from '../fact.js';
import { makeBatch, makeConfigMap, makeJob, makePod, makeRun } from '../objects.js';
import { jsonPatch, merge, strategic } from '../world.js';

const batch = ['POST', 'batches', makeBatch('b')] as const;
const versioned = (resourceVersion: string) => makeBatch('b', {}, { resourceVersion });
const job = ['POST', 'jobs', makeJob('j')] as const;

/** What a client gets that knows more than the server: the server was restored from a backup. */
const tooLarge = refusal(
  504,
  'Timeout',
  expect.stringMatching(/^Timeout: Too large resource version: 9000000000000000, current: \d+$/),
  {
    causes: [{ reason: 'ResourceVersionTooLarge', message: 'Too large resource version' }],
    retryAfterSeconds: 1,
  },
);

/** Codes, reasons and messages of requests that are refused for another reason than their content. */
export const refusals: Facts = {
  'an absent object: not found': {
    when: ['GET', 'batches/b'],
    want: refusal(404, 'NotFound', 'batches.kubetask.io "b" not found'),
  },
  'an absent built-in object: not found': {
    when: ['GET', 'jobs/b'],
    want: refusal(404, 'NotFound', 'jobs.batch "b" not found'),
  },
  'an absent core object: not found': {
    when: ['GET', 'configmaps/b'],
    want: refusal(404, 'NotFound', 'configmaps "b" not found'),
  },
  'an absent object to be patched: not found': {
    when: ['PATCH', 'batches/b', { spec: {} }, merge],
    want: refusal(404, 'NotFound', 'batches.kubetask.io "b" not found'),
  },
  'an absent object to be deleted: not found': {
    when: ['DELETE', 'batches/b'],
    want: refusal(404, 'NotFound', 'batches.kubetask.io "b" not found'),
  },
  'an absent object’s status: not found': {
    when: ['PATCH', 'batchruns/b/status', { status: {} }, merge],
    want: refusal(404, 'NotFound', 'batchruns.kubetask.io "b" not found'),
  },
  'an absent object to be replaced: not found': {
    when: ['PUT', 'batches/b', versioned('1')],
    want: refusal(404, 'NotFound', 'batches.kubetask.io "b" not found'),
  },
  'an absent ConfigMap to be replaced: not found': {
    when: ['PUT', 'configmaps/b', makeConfigMap('b')],
    want: refusal(404, 'NotFound', 'configmaps "b" not found'),
  },
  'an absent kind: not found': {
    when: ['GET', '/apis/kubetask.io/v1alpha1/namespaces/<ns>/nothings'],
    want: { code: 404 },
  },
  'an absent group: not found': { when: ['GET', '/apis/nothing.io/v1/nothings'], want: { code: 404 } },
  'an absent namespace to be written to: not found': {
    when: ['POST', '/api/v1/namespaces/<ns>-absent/configmaps', makeConfigMap('b')],
    want: refusal(404, 'NotFound', 'namespaces "<ns>-absent" not found'),
  },
  'an absent namespace to be written to by us: not found': {
    when: ['POST', '/apis/kubetask.io/v1alpha1/namespaces/<ns>-absent/batches', makeBatch('b')],
    want: refusal(404, 'NotFound', 'namespaces "<ns>-absent" not found'),
  },
  'an absent namespace to be listed: empty': {
    when: ['GET', '/api/v1/namespaces/<ns>-absent/configmaps'],
    want: { code: 200, body: { kind: 'ConfigMapList', items: [] } },
  },
  'an object that exists: already exists': {
    given: [batch],
    when: batch,
    want: refusal(409, 'AlreadyExists', 'batches.kubetask.io "b" already exists'),
  },
  'a Job that exists: already exists': {
    given: [job],
    when: job,
    want: refusal(409, 'AlreadyExists', 'jobs.batch "j" already exists'),
  },
  'an object that exists, dry run: already exists': {
    given: [batch],
    when: ['POST', 'batches?dryRun=All', makeBatch('b')],
    want: refusal(409, 'AlreadyExists', 'batches.kubetask.io "b" already exists'),
  },
  'an old version: conflict': {
    given: [batch],
    when: ['PUT', 'batches/b', versioned('1')],
    want: refusal(
      409,
      'Conflict',
      'Operation cannot be fulfilled on batches.kubetask.io "b": the object has been modified; please apply your changes to the latest version and try again',
    ),
  },
  'an old version in a merge patch: conflict': {
    given: [batch],
    when: ['PATCH', 'batches/b', { metadata: { resourceVersion: '1' }, spec: { backoffLimit: 1 } }, merge],
    want: refusal(
      409,
      'Conflict',
      'Operation cannot be fulfilled on batches.kubetask.io "b": the object has been modified; please apply your changes to the latest version and try again',
    ),
  },
  'an old version in a patch of a status: conflict': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r/status', { metadata: { resourceVersion: '1' }, status: { phase: 'Running' } }, merge],
    want: refusal(
      409,
      'Conflict',
      'Operation cannot be fulfilled on batchruns.kubetask.io "r": the object has been modified; please apply your changes to the latest version and try again',
    ),
  },
  'another uid in a patch of a status: ignored': {
    given: [['POST', 'batchruns', makeRun('r')]],
    when: ['PATCH', 'batchruns/r/status', { metadata: { uid: 'x' }, status: { phase: 'Running' } }, merge],
    want: { code: 200, body: { status: { phase: 'Running' } } },
  },
  'no version in a replacement of our kinds: invalid': {
    given: [batch],
    when: ['PUT', 'batches/b', makeBatch('b')],
    want: invalid(
      'batches.kubetask.io "b"',
      'metadata.resourceVersion: Invalid value: 0: must be specified for an update',
    ),
  },
  'no version in a replacement of a ConfigMap: replaced': {
    given: [['POST', 'configmaps', makeConfigMap('c')]],
    when: ['PUT', 'configmaps/c', makeConfigMap('c', { k: 'v' })],
    want: { code: 200, body: { data: { k: 'v' } } },
  },
  'a version in a new object: refused': {
    when: ['POST', 'batches', versioned('1')],
    want: refusal(500, undefined, 'resourceVersion should not be set on objects to be created'),
  },
  'another name than the path’s: refused': {
    given: [batch],
    when: ['PUT', 'batches/b', makeBatch('c', {}, { resourceVersion: '1' })],
    want: refusal(400, 'BadRequest', 'the name of the object (c) does not match the name on the URL (b)'),
  },
  'another namespace than the path’s: refused': {
    when: ['POST', 'batches', makeBatch('b', {}, { namespace: 'other' })],
    want: refusal(
      400,
      'BadRequest',
      'the namespace of the provided object does not match the namespace sent on the request',
    ),
  },
  'another kind than the path’s: refused': {
    when: ['POST', 'batches', makeRun('b')],
    want: invalid('BatchRun.kubetask.io "b"', 'kind: Invalid value: "BatchRun": must be Batch'),
  },
  'another built-in kind than the path’s: refused': {
    when: ['POST', 'configmaps', makePod('b')],
    want: refusal(
      400,
      'BadRequest',
      'Pod in version "v1" cannot be handled as a ConfigMap: converting (v1.Pod) to (core.ConfigMap): unknown conversion',
    ),
  },
  'neither name nor generateName: required': {
    when: ['POST', 'batches', { ...makeBatch('b'), metadata: {} }],
    want: invalid(
      'Batch.kubetask.io ""',
      'metadata.name: Required value: name or generateName is required',
      rulesUnchecked,
    ),
  },
  'neither name nor generateName of a Job: required': {
    when: ['POST', 'jobs', { ...makeJob('b'), metadata: {} }],
    want: invalid('Job.batch ""', 'metadata.name: Required value: name or generateName is required'),
  },
  'a body that is not JSON: refused': {
    when: ['POST', 'batches', '{'],
    want: refusal(
      400,
      'BadRequest',
      expect.stringMatching(
        /^the object provided is unrecognized \(must be of type Batch\): couldn't get version\/kind; json parse error: /,
      ),
    ),
  },
  'a ConfigMap that is not JSON: refused': {
    when: ['POST', 'configmaps', '{'],
    want: refusal(
      400,
      'BadRequest',
      expect.stringMatching(
        /^the object provided is unrecognized \(must be of type ConfigMap\): couldn't get version\/kind; json parse error: /,
      ),
    ),
  },
  'a body without a kind: refused': {
    when: ['POST', 'configmaps', '{}'],
    want: invalid('ConfigMap ""', 'metadata.name: Required value: name or generateName is required'),
  },
  'a body without a kind, for one of our kinds: refused': {
    when: ['POST', 'batches', '{}'],
    want: refusal(
      400,
      'BadRequest',
      `the object provided is unrecognized (must be of type Batch): Object 'Kind' is missing in '{}' ({})`,
    ),
  },
  'an empty body: refused': {
    when: ['POST', 'configmaps', ''],
    want: refusal(
      400,
      'BadRequest',
      expect.stringMatching(
        /^the object provided is unrecognized \(must be of type ConfigMap\): couldn't get version\/kind; json parse error: /,
      ),
    ),
  },
  'a content type that is unknown: refused': {
    when: ['POST', 'batches', 'x', { type: 'text/plain' }],
    want: refusal(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json, application/yaml, application/vnd.kubernetes.protobuf',
    ),
  },
  'a patch of unknown type: refused': {
    given: [batch],
    when: ['PATCH', 'batches/b', {}, { type: 'application/json' }],
    want: refusal(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    ),
  },
  'a strategic patch of our kinds: refused': {
    given: [batch],
    when: ['PATCH', 'batches/b', {}, strategic],
    want: refusal(
      415,
      'UnsupportedMediaType',
      'the body of the request was in an unknown format - accepted media types include: application/json-patch+json, application/merge-patch+json, application/apply-patch+yaml',
    ),
  },
  'an invalid JSON patch: refused': {
    given: [batch],
    when: ['PATCH', 'batches/b', {}, jsonPatch],
    want: refusal(400, 'BadRequest', expect.stringMatching(/^error decoding patch: /)),
  },
  'a JSON patch whose test fails: refused': {
    given: [batch],
    when: ['PATCH', 'batches/b', [{ op: 'test', path: '/spec/backoffLimit', value: 3 }], jsonPatch],
    want: refusal(422, 'Invalid', 'the server rejected our request due to an error in our request'),
  },
  'a JSON patch of a path that does not exist: refused': {
    given: [batch],
    when: ['PATCH', 'batches/b', [{ op: 'remove', path: '/spec/nothing' }], jsonPatch],
    want: refusal(422, 'Invalid', 'the server rejected our request due to an error in our request'),
  },
  'a ConfigMap over 1 MiB: too long': {
    when: ['POST', 'configmaps', makeConfigMap('c', { k: 'x'.repeat(1024 * 1024 + 1) })],
    want: invalid('ConfigMap "c"', '[]: Too long: may not be more than 1048576 bytes'),
  },
  'an object above the limit of etcd: too large': {
    when: [
      'POST',
      'batches',
      makeBatch('b', {
        commonContext: [0, 1].map((i) => ({
          type: 'File',
          file: { filePath: `/${i}`, source: { inline: 'x'.repeat(800 * 1024) } },
        })),
      }),
    ],
    want: refusal(500, undefined, 'etcdserver: request is too large'),
  },
  'a list at least as new as a version from the future: too large': {
    when: ['GET', 'batches?resourceVersion=9000000000000000'],
    want: tooLarge,
  },
  'a page of such a list: too large': {
    when: ['GET', 'batches?limit=1&resourceVersion=9000000000000000'],
    want: tooLarge,
  },
  'a list exactly of a version from the future: too large': {
    when: ['GET', 'batches?resourceVersionMatch=Exact&resourceVersion=9000000000000000'],
    want: tooLarge,
  },
  'an object at least as new as a version from the future: too large': {
    given: [batch],
    when: ['GET', 'batches/b?resourceVersion=9000000000000000'],
    want: tooLarge,
  },
  'a version that is not a number: refused': {
    when: ['GET', 'batches?resourceVersion=x'],
    want: refusal(
      400,
      'BadRequest',
      'invalid resource version: resourceVersion: Invalid value: "x": strconv.ParseUint: parsing "x": invalid syntax',
    ),
  },
  'an invalid continue token: refused': {
    when: ['GET', 'batches?limit=1&continue=x'],
    want: refusal(400, 'BadRequest', expect.stringMatching(/^invalid continue token: continue key is not valid/)),
  },
  'an invalid selector: refused': {
    when: ['GET', 'batches?labelSelector=a%20b'],
    want: refusal(400, 'BadRequest', expect.stringMatching(/^unable to parse requirement: /)),
  },
  'a field that cannot be selected: refused': {
    when: ['GET', 'pods?fieldSelector=spec.foo%3Dx'],
    want: refusal(400, 'BadRequest', 'field label not supported: spec.foo'),
  },
  'a field of ours that cannot be selected: refused': {
    when: ['GET', 'batches?fieldSelector=spec.backoffLimit%3D1'],
    want: refusal(400, 'BadRequest', 'field label not supported: spec.backoffLimit'),
  },
  'a body over 3 MiB: too large': {
    when: ['POST', 'configmaps', makeConfigMap('c', { k: 'x'.repeat(3 * 1024 * 1024) })],
    want: refusal(413, 'RequestEntityTooLarge', 'Request entity too large: limit is 3145728'),
  },
};
