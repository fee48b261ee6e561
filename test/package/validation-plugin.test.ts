import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import {
  type InstalledPackage,
  installed,
  installPackage,
  node,
  packLibrary,
  type Tarball,
} from './installed-package.js';

let tarball: Tarball;
let user: InstalledPackage;
beforeAll(async () => {
  tarball = await packLibrary();
  user = installPackage(tarball, Object.fromEntries(['cdk8s', 'constructs'].map((name) => [name, installed(name)])));
}, 300_000);
afterAll(() => {
  for (const one of [tarball, user]) one?.remove();
});

/** A stock App with a Job that has faults, and a planned Batch. */
const app = `
const { ApiObject, App, Chart } = require('cdk8s');
const { BatchConstruct, Context } = require('kubetask');
const app = new App();
const chart = new Chart(app, 'fleet');
new ApiObject(chart, 'worker', {
  apiVersion: 'batch/v1',
  kind: 'Job',
  metadata: { name: 'worker' },
  spec: { backoffLimt: 1, ttlSecondsAfterFinished: 60, template: { spec: { restartPolicy: 'Never', containers: [{ name: 'a', image: 'a' }] } } },
});
const variableContexts = [[Context.repository({ org: 'o', repo: 'r' })]];
new BatchConstruct(chart, 'batch', { variableContexts, run: { runId: '1' } });
app.synth();
`;

function synth(name: string, properties: object) {
  const validations = [
    { package: join(user.folder, 'node_modules/kubetask'), version: '0.1.0', class: 'KubetaskValidation', properties },
  ];
  const config = { language: 'typescript', app: 'node app.cjs', output: 'dist', validations };
  const project = user.project(name, { 'app.cjs': app, 'cdk8s.yaml': JSON.stringify(config) });
  const args = [join(installed('cdk8s-cli'), 'bin/cdk8s'), 'synth', '--validation-reports-output-file', 'report.json'];
  const ended = node(project, args, { CDK8S_CHECK_UPGRADE: 'false' });
  const report = () => JSON.parse(readFileSync(join(project, 'report.json'), 'utf8')).reports[0];
  return { ...ended, report };
}

test('cdk8s synth with the lints as a plugin: reports them with construct, file and field, and fails', () => {
  const { status, stderr, report } = synth('faults', {});
  expect({ status, stderr }).toEqual({ status: 2, stderr: expect.stringContaining('Validation failed') });
  const violation = (ruleName: string, fix: RegExp, location: RegExp) => ({
    ruleName,
    recommendation: expect.stringMatching(/^No .*\.$/),
    fix: expect.stringMatching(fix),
    violatingConstructs: [
      {
        resourceName: 'worker',
        constructPath: 'fleet/worker',
        manifestPath: expect.stringMatching(/dist\/fleet\.k8s\.yaml$/),
        locations: [expect.stringMatching(location)],
      },
    ],
  });
  expect(report().violations).toEqual([
    violation('expiring-job', /remove the field/, /^spec\.ttlSecondsAfterFinished \(.*fleet\.k8s\.yaml:\d+:3\)$/),
    violation('unknown-field', /do you mean backoffLimit\?/, /^spec\.backoffLimt \(.*fleet\.k8s\.yaml:\d+:3\)$/),
  ]);
});

test('lints that are turned off, for one object and for all: passes', () => {
  const turnOff = [
    { lint: 'expiring-job', reason: 'may run again', object: 'worker' },
    { lint: 'unknown-field', reason: 'a field of a patched cluster' },
  ];
  const { status, report } = synth('turned-off', { turnOff });
  expect({ status, violations: report().violations }).toEqual({ status: 0, violations: [] });
});

test('properties that cannot be used: said', () => {
  const { status, stderr } = synth('properties', { turnOff: [{ lint: 'expiring-jobs', reason: '' }] });
  expect(status).not.toBe(0);
  expect(stderr).toContain(
    'Cannot turn off the lint expiring-jobs: there is none of this id; docs/lints.md lists them',
  );
});
