import { Testing } from 'cdk8s';
import { PlatformChart, services } from './platform-chart';

const chart = new PlatformChart(Testing.app(), 'platform');
const objects = Testing.synth(chart);

test('one Job for each service', () => {
  const jobs = objects.filter(({ kind }) => kind === 'Job');
  expect(jobs.map(({ metadata }) => metadata.name)).toEqual(
    services.map((_, index) => `${chart.updates.runName}-task-${index}`),
  );
});

test('the run and its Jobs are in the namespace of the chart', () => {
  const own = objects.filter(({ kind }) => ['BatchRun', 'Job'].includes(kind));
  expect(own.map(({ metadata }) => metadata.namespace)).toEqual(own.map(() => 'platform'));
});
