import { expect } from '@jest/globals';
import { type Facts, invalid, refusal } from '../fact.js';
import { makeConfigMap, makeJob, makePod, makePodSpec } from '../objects.js';
import { merge, strategic } from '../world.js';

const template = (fields: object) => ({ template: { spec: makePodSpec(fields) } });
const frozen = ['POST', 'configmaps', { ...makeConfigMap('c', { k: 'v' }), immutable: true }] as const;
const job = ['POST', 'jobs', makeJob('j')] as const;
const owner = {
  apiVersion: 'batch/v1',
  kind: 'Job',
  name: 'j',
  uid: '5d2d0a2e-0000-4000-8000-000000000000',
  controller: true,
};

const long = 'j'.repeat(64);
const defaultedJob = {
  metadata: { generation: 1, labels: { 'batch.kubernetes.io/job-name': 'j', 'job-name': 'j' } },
  spec: {
    backoffLimit: 6,
    completions: 1,
    parallelism: 1,
    completionMode: 'NonIndexed',
    podReplacementPolicy: 'TerminatingOrFailed',
    template: {
      metadata: { labels: { 'batch.kubernetes.io/job-name': 'j', 'job-name': 'j' } },
      spec: { dnsPolicy: 'ClusterFirst', terminationGracePeriodSeconds: 30, schedulerName: 'default-scheduler' },
    },
  },
};

/** What we rely on of Jobs, Pods, ConfigMaps, Events and Leases. */
export const builtInKinds: Facts = {
  'an immutable ConfigMap: a change of its data is refused': {
    given: [frozen],
    when: ['PATCH', 'configmaps/c', { data: { k: 'w' } }, merge],
    want: invalid('ConfigMap "c"', 'data: Forbidden: field is immutable when `immutable` is set'),
  },
  'an immutable ConfigMap: more data is refused': {
    given: [frozen],
    when: ['PATCH', 'configmaps/c', { data: { l: 'w' } }, merge],
    want: invalid('ConfigMap "c"', 'data: Forbidden: field is immutable when `immutable` is set'),
  },
  'an immutable ConfigMap: stays immutable': {
    given: [frozen],
    when: ['PATCH', 'configmaps/c', { immutable: false }, merge],
    want: invalid('ConfigMap "c"', 'immutable: Forbidden: field is immutable when `immutable` is set'),
  },
  'an immutable ConfigMap: its labels may change': {
    given: [frozen],
    when: ['PATCH', 'configmaps/c', { metadata: { labels: { a: 'b' } } }, merge],
    want: { code: 200, body: { metadata: { labels: { a: 'b' } } } },
  },
  'a ConfigMap key with a blank: invalid': {
    when: ['POST', 'configmaps', makeConfigMap('c', { 'a b': 'x' })],
    want: invalid(
      'ConfigMap "c"',
      `data[a b]: Invalid value: "a b": a valid config key must consist of alphanumeric characters, '-', '_' or '.' (e.g. 'key.name',  or 'KEY_NAME',  or 'key-name', regex used for validation is '[-._a-zA-Z0-9]+')`,
    ),
  },
  'a ConfigMap key in both: invalid': {
    when: ['POST', 'configmaps', { ...makeConfigMap('c', { a: 'x' }), binaryData: { a: 'eA==' } }],
    want: invalid('ConfigMap "c"', 'data[a]: Invalid value: "a": duplicate of key present in binaryData'),
  },
  'a ConfigMap value that is not text: cannot be handled': {
    when: ['POST', 'configmaps', makeConfigMap('c', { a: 1 })],
    want: refusal(
      400,
      'BadRequest',
      'ConfigMap in version "v1" cannot be handled as a ConfigMap: json: cannot unmarshal number into Go struct field ConfigMap.data of type string',
    ),
  },
  'a ConfigMap with an owner that does not exist: accepted': {
    when: ['POST', 'configmaps', makeConfigMap('c', {}, { ownerReferences: [owner] })],
    want: { code: 201, body: { metadata: { ownerReferences: [owner] } } },
  },
  'a Job: defaults, selector and labels': { when: job, want: { code: 201, body: defaultedJob } },
  'a Job: its status may be written': {
    given: [job],
    when: ['PATCH', 'jobs/j/status', { status: { startTime: '2030-01-01T00:00:00Z' } }, merge],
    want: { code: 200, body: { metadata: { generation: 1 }, status: { startTime: '2030-01-01T00:00:00Z' } } },
  },
  'another template: immutable': {
    given: [job],
    when: [
      'PATCH',
      'jobs/j',
      { spec: { template: { spec: { containers: [{ name: 'main', image: 'other' }] } } } },
      strategic,
    ],
    want: {
      code: 422,
      body: {
        reason: 'Invalid',
        details: { causes: [{ field: 'spec.template.spec', message: expect.stringMatching(/field is immutable$/) }] },
      },
    },
  },
  'another number of completions: immutable': {
    given: [job],
    when: ['PATCH', 'jobs/j', { spec: { completions: 3 } }, merge],
    want: invalid('Job.batch "j"', 'spec.completions: Invalid value: 3: field is immutable'),
  },
  'another completion mode: immutable': {
    given: [job],
    when: ['PATCH', 'jobs/j', { spec: { completionMode: 'Indexed' } }, merge],
    want: invalid('Job.batch "j"', 'spec.completionMode: Invalid value: "Indexed": field is immutable'),
  },
  'another policy for failed Pods: immutable': {
    given: [job],
    when: [
      'PATCH',
      'jobs/j',
      { spec: { podFailurePolicy: { rules: [{ action: 'FailJob', onExitCodes: { operator: 'In', values: [42] } }] } } },
      merge,
    ],
    want: {
      code: 422,
      body: {
        reason: 'Invalid',
        details: {
          causes: expect.arrayContaining([
            expect.objectContaining({
              field: 'spec.podFailurePolicy',
              message: expect.stringMatching(/field is immutable$/),
            }),
          ]),
        },
      },
    },
  },
  'resuming a Job: allowed': {
    given: [job],
    when: ['PATCH', 'jobs/j', { spec: { parallelism: 0, suspend: false } }, merge],
    want: { code: 200, body: { metadata: { generation: 2 }, spec: { suspend: false, parallelism: 0 } } },
  },
  'another deadline and backoff limit: allowed': {
    given: [job],
    when: [
      'PATCH',
      'jobs/j',
      { spec: { activeDeadlineSeconds: 5, backoffLimit: 1, ttlSecondsAfterFinished: 9 } },
      merge,
    ],
    want: { code: 200, body: { spec: { activeDeadlineSeconds: 5, backoffLimit: 1, ttlSecondsAfterFinished: 9 } } },
  },
  'a Job without a restart policy: required': {
    when: ['POST', 'jobs', makeJob('j', { template: { spec: { containers: [{ name: 'a', image: 'b' }] } } })],
    want: invalid(
      'Job.batch "j"',
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ),
  },
  'a Job that restarts always: refused': {
    when: ['POST', 'jobs', makeJob('j', template({ restartPolicy: 'Always' }))],
    want: invalid(
      'Job.batch "j"',
      'spec.template.spec.restartPolicy: Required value: valid values: "OnFailure", "Never"',
    ),
  },
  'a Job without containers: required': {
    when: ['POST', 'jobs', makeJob('j', template({ containers: [] }))],
    want: invalid('Job.batch "j"', 'spec.template.spec.containers: Required value'),
  },
  'a Job with negative numbers: invalid': {
    when: [
      'POST',
      'jobs',
      makeJob('j', {
        parallelism: -1,
        completions: -1,
        backoffLimit: -1,
        activeDeadlineSeconds: -1,
        ttlSecondsAfterFinished: -1,
      }),
    ],
    want: invalid(
      'Job.batch "j"',
      'spec.parallelism: Invalid value: -1: must be greater than or equal to 0',
      'spec.completions: Invalid value: -1: must be greater than or equal to 0',
      'spec.activeDeadlineSeconds: Invalid value: -1: must be greater than or equal to 0',
      'spec.backoffLimit: Invalid value: -1: must be greater than or equal to 0',
      'spec.ttlSecondsAfterFinished: Invalid value: -1: must be greater than or equal to 0',
    ),
  },
  'a Job with its own selector: invalid': {
    when: ['POST', 'jobs', makeJob('j', { selector: { matchLabels: { a: 'b' } } })],
    want: {
      code: 422,
      body: {
        reason: 'Invalid',
        details: {
          causes: [
            { field: 'spec.selector', message: expect.stringMatching(/`selector` not auto-generated$/) },
            { field: 'spec.template.metadata.labels' },
          ],
        },
      },
    },
  },
  'a Job with a name of 64 characters: too long for its Pods’ label': {
    when: ['POST', 'jobs', makeJob(long)],
    want: refusal(
      422,
      'Invalid',
      `Job.batch "${long}" is invalid: spec.template.labels: Invalid value: "${long}": must be no more than 63 bytes`,
    ),
  },
  'a Job with a failure policy that restarts: refused': {
    when: [
      'POST',
      'jobs',
      makeJob('j', {
        ...template({ restartPolicy: 'OnFailure' }),
        podFailurePolicy: { rules: [{ action: 'Ignore', onPodConditions: [{ type: 'DisruptionTarget' }] }] },
      }),
    ],
    want: invalid(
      'Job.batch "j"',
      'spec.template.spec.restartPolicy: Invalid value: "OnFailure": only "Never" is supported when podFailurePolicy is specified',
    ),
  },
  'a Job with an unknown field, strictly: refused': {
    when: ['POST', 'jobs?fieldValidation=Strict', makeJob('j', { foo: 1, ...template({ bar: 2 }) })],
    want: refusal(
      400,
      'BadRequest',
      'Job in version "v1" cannot be handled as a Job: strict decoding error: unknown field "spec.template.spec.bar", unknown field "spec.foo"',
    ),
  },
  'a Job with an unknown field: a warning': {
    when: ['POST', 'jobs', makeJob('j', { foo: 1 })],
    want: { code: 201, warning: '299 - "unknown field \\"spec.foo\\""' },
  },
  'text instead of a number: cannot be handled': {
    when: ['POST', 'jobs', makeJob('j', { parallelism: 'x' })],
    want: refusal(
      400,
      'BadRequest',
      'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal string into Go struct field JobSpec.spec.parallelism of type int32',
    ),
  },
  'a fraction instead of an integer: cannot be handled': {
    when: ['POST', 'jobs', makeJob('j', { parallelism: 1.5 })],
    want: refusal(
      400,
      'BadRequest',
      'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal number 1.5 into Go struct field JobSpec.spec.parallelism of type int32',
    ),
  },
  'a variable that is a number: cannot be handled': {
    when: [
      'POST',
      'jobs',
      makeJob('j', template({ containers: [{ name: 'a', image: 'b', env: [{ name: 'A', value: 1 }] }] })),
    ],
    want: refusal(
      400,
      'BadRequest',
      'Job in version "v1" cannot be handled as a Job: json: cannot unmarshal number into Go struct field EnvVar.spec.template.spec.containers.env.value of type string',
    ),
  },
  'a mount of a volume that does not exist: not found': {
    when: [
      'POST',
      'jobs',
      makeJob(
        'j',
        template({ containers: [{ name: 'a', image: 'b', volumeMounts: [{ name: 'v', mountPath: '/v' }] }] }),
      ),
    ],
    want: invalid('Job.batch "j"', 'spec.template.spec.containers[0].volumeMounts[0].name: Not found: "v"'),
  },
  'two containers with one name: duplicate': {
    when: [
      'POST',
      'jobs',
      makeJob(
        'j',
        template({
          containers: [
            { name: 'a', image: 'b' },
            { name: 'a', image: 'b' },
          ],
        }),
      ),
    ],
    want: invalid('Job.batch "j"', 'spec.template.spec.containers[1].name: Duplicate value: "a"'),
  },
  'a container without an image: required': {
    when: ['POST', 'jobs', makeJob('j', template({ containers: [{ name: 'a' }] }))],
    want: invalid('Job.batch "j"', 'spec.template.spec.containers[0].image: Required value'),
  },
  'an invalid quantity: cannot be handled': {
    when: [
      'POST',
      'jobs',
      makeJob('j', template({ containers: [{ name: 'a', image: 'b', resources: { limits: { cpu: 'much' } } }] })),
    ],
    want: refusal(
      400,
      'BadRequest',
      `Job in version "v1" cannot be handled as a Job: quantities must match the regular expression '^([+-]?[0-9.]+)([eEinumkKMGTP]*[-+]?[0-9]*)$'`,
    ),
  },
  'a Pod: defaults and status': {
    when: ['POST', 'pods', makePod('p', {})],
    want: {
      code: 201,
      body: {
        spec: { dnsPolicy: 'ClusterFirst', enableServiceLinks: true, priority: 0 },
        status: { phase: 'Pending', qosClass: 'BestEffort' },
      },
    },
  },
  'another image of a Pod: allowed': {
    given: [['POST', 'pods', makePod('p')]],
    when: ['PATCH', 'pods/p', { spec: { containers: [{ name: 'main', image: 'other' }] } }, strategic],
    want: { code: 200, body: { spec: { containers: [{ image: 'other' }] } } },
  },
  'another command of a Pod: forbidden': {
    given: [['POST', 'pods', makePod('p')]],
    when: ['PATCH', 'pods/p', { spec: { containers: [{ name: 'main', command: ['x'] }] } }, strategic],
    want: {
      code: 422,
      body: {
        reason: 'Invalid',
        details: {
          causes: [
            {
              field: 'spec',
              message: expect.stringMatching(
                /^Forbidden: pod updates may not change fields other than `spec.containers\[\*\].image`/,
              ),
            },
          ],
        },
      },
    },
  },
  'a Pod’s deadline: may be set': {
    given: [['POST', 'pods', makePod('p')]],
    when: ['PATCH', 'pods/p', { spec: { activeDeadlineSeconds: 5 } }, merge],
    want: { code: 200, body: { spec: { activeDeadlineSeconds: 5 } } },
  },
  'a Pod’s status: may be written': {
    given: [['POST', 'pods', makePod('p')]],
    when: [
      'PATCH',
      'pods/p/status',
      {
        status: {
          phase: 'Failed',
          containerStatuses: [
            {
              name: 'main',
              image: 'i',
              imageID: '',
              ready: false,
              restartCount: 0,
              state: { terminated: { exitCode: 3 } },
            },
          ],
        },
      },
      strategic,
    ],
    want: {
      code: 200,
      body: { status: { phase: 'Failed', containerStatuses: [{ state: { terminated: { exitCode: 3 } } }] } },
    },
  },
  'an Event of another namespace: invalid': {
    when: [
      'POST',
      'events',
      {
        apiVersion: 'v1',
        kind: 'Event',
        metadata: { name: 'e' },
        involvedObject: { kind: 'Pod', name: 'p', namespace: 'other' },
        reason: 'R',
        message: 'm',
        type: 'Warning',
      },
    ],
    want: invalid('Event "e"', 'involvedObject.namespace: Invalid value: "other": does not match event.namespace'),
  },
  'a Lease: its times in microseconds': {
    when: [
      'POST',
      'leases',
      {
        apiVersion: 'coordination.k8s.io/v1',
        kind: 'Lease',
        metadata: { name: 'l' },
        spec: { holderIdentity: 'a', leaseDurationSeconds: 15, renewTime: '2030-01-01T00:00:00.123456Z' },
      },
    ],
    want: { code: 201, body: { spec: { renewTime: '2030-01-01T00:00:00.123456Z' } } },
  },
};
