import type { Chart } from 'cdk8s';
import { Construct } from 'constructs';
import { reportProblems } from './reported-problems.js';

/** Where a run is written. */
export interface RunPlace {
  /**
   * The chart for the run with its Jobs and ConfigMaps. With a FolderChart of the folder `runs` in the namespace of the
   * template, a GitOps tool can deliver runs separately from templates.
   *
   * @default the chart of the template
   */
  readonly chart?: Chart;
}

/** The construct below which the objects of a run are added. The template's construct answers for them. */
export function placeOfRun(template: Construct, run: string, chart: Chart | undefined): Construct {
  if (!chart) return template;
  const place = new Construct(chart, run);
  reportProblems(place, () => []);
  return place;
}
