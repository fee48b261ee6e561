/** Prints what GitHub's own parser says of workflows. It imports JSON as bundlers do, so a test bundles this file. */
import { readFileSync } from 'node:fs';
import { convertWorkflowTemplate, NoOperationTraceWriter, parseWorkflow } from '@actions/workflow-parser';

const errors = [];
for (const name of process.argv.slice(2)) {
  const { context, value } = parseWorkflow({ name, content: readFileSync(name, 'utf8') }, new NoOperationTraceWriter());
  const converted = value ? await convertWorkflowTemplate(context, value) : {};
  const all = [
    ...context.errors.getErrors().map(({ message }) => message),
    ...(converted.errors ?? []).map(({ Message }) => Message),
  ];
  errors.push(...new Set(all));
}
process.stdout.write(JSON.stringify(errors));
