import { expect, test } from '@jest/globals';
import { projectWarning, type RawEvent } from '../../../runtime/caches/project-warning.js';

const event = (fields: Partial<RawEvent>): RawEvent => ({
  apiVersion: 'v1',
  kind: 'Event',
  metadata: { name: 'e', namespace: 'team', uid: 'u', labels: { a: 'b' } },
  reason: 'FailedMount',
  message: 'secret "x"\nnot found',
  involvedObject: { kind: 'Pod', name: 'p', uid: 'pod-uid' },
  lastTimestamp: '2030-01-01T00:00:00Z',
  ...fields,
});

test('a warning is kept with what it is about, in one line', () => {
  expect(projectWarning(event({}))).toMatchObject({
    apiVersion: 'v1',
    kind: 'Event',
    metadata: { name: 'e', namespace: 'team' },
    reason: 'FailedMount',
    message: 'secret "x" not found',
    involvedObject: { kind: 'Pod', name: 'p', uid: 'pod-uid' },
    lastSeen: '2030-01-01T00:00:00Z',
  });
});

const probe = (fieldPath: string) => ({ kind: 'Pod', name: 'p', fieldPath });

test.each<[string, Partial<RawEvent>, boolean]>([
  ['of a mount', { reason: 'FailedMount' }, true],
  ['of a creation', { reason: 'FailedCreate', involvedObject: { kind: 'Job', name: 'j' } }, true],
  ['of scheduling', { reason: 'FailedScheduling' }, true],
  ['of another reason', { reason: 'BackOff' }, false],
  ['of another kind', { involvedObject: { kind: 'Node', name: 'n' } }, false],
  ['about nothing', { involvedObject: {} }, false],
  ['of the probe of the agent', { reason: 'Unhealthy', involvedObject: probe('spec.containers{agent}') }, true],
  ['of the probe of another container', { reason: 'Unhealthy', involvedObject: probe('spec.containers{web}') }, false],
  ['of a probe of nobody', { reason: 'Unhealthy' }, false],
  ['of another reason for the agent', { reason: 'Killing', involvedObject: probe('spec.containers{agent}') }, false],
])('whether a warning %s is kept', (_, fields, isKept) => {
  expect(projectWarning(event(fields)) !== undefined).toBe(isKept);
});

test('an Event with the least fields', () => {
  const { kind, apiVersion, metadata } = event({});
  expect(projectWarning({ apiVersion, kind, metadata })).toBeUndefined();
  const bare = { apiVersion, kind, metadata, reason: 'FailedMount', involvedObject: { kind: 'Pod' } };
  expect(projectWarning(bare)).toMatchObject({
    message: '',
    involvedObject: { kind: 'Pod', name: '', uid: '' },
    lastSeen: '',
  });
});

test.each<[string, Partial<RawEvent>, string]>([
  ['its series', { series: { lastObservedTime: '1' }, lastTimestamp: '2', eventTime: '3' }, '1'],
  ['its last time', { series: null, lastTimestamp: '2', eventTime: '3' }, '2'],
  ['its own time', { lastTimestamp: null, eventTime: '3' }, '3'],
  ['nothing', { lastTimestamp: null, eventTime: null }, ''],
])('it was seen last at the time of %s', (_, fields, time) => {
  expect(projectWarning(event(fields))?.lastSeen).toBe(time);
});
