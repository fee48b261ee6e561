import { expect, test } from '@jest/globals';
import { readTaskFile } from '../../../plan/task-file/read-task-file.js';
import { resolveKubernetes, resolveTask } from '../../../plan/task-file/resolve-task.js';

const text = `
vars: { registry: ghcr.io, image: "\${vars.registry}/api", circle: "\${vars.circle}" }
defaults: { timeout: 10m, component: api, env: { LOG: debug, PORT: 8080 } }
components:
  api: { kubernetes: { container: main } }
tasks:
  full:
    script: "docker push \${vars.image} && echo $HOME \${HOME} $\${vars.image}"
    env: { LOG: "\${env:LEVEL:-info}", TOKEN: "\${env:TOKEN}" }
    timeout: 1h30m
    executors: [kubernetes, local]
    interactive: true
  plain: { script: "true" }
  lost: { script: "\${vars.registri} \${vars.circle}" }
kubernetes: { namespace: "\${env:K8S_NAMESPACE:-default}" }
`;
const { file, problems } = readTaskFile({ name: 'kubetask.yaml', text });

test('the file is valid', () => expect(problems).toEqual([]));

test('a task has the defaults of the file and its own values over them', () => {
  expect(resolveTask(file, 'full', { TOKEN: `\${vars.image}`, LEVEL: '' })).toEqual({
    errors: [],
    value: {
      name: 'full',
      description: '',
      script: `docker push ghcr.io/api && echo $HOME \${HOME} \${vars.image}`,
      env: { LOG: 'info', PORT: '8080', TOKEN: `\${vars.image}` },
      pre: [],
      timeoutSeconds: 5400,
      isInteractive: true,
      component: { name: 'api', service: 'api', deployment: 'api', container: 'main' },
      executors: ['kubernetes', 'local'],
      whenStopped: 'fail',
    },
  });
});

test('a default holds where a task says nothing', () => {
  expect(resolveTask(file, 'plain', {}).value).toMatchObject({ timeoutSeconds: 600, env: { LOG: 'debug' } });
});

test.each([
  ['full', [`environment variable TOKEN is not set; set it, or give a default: \${env:TOKEN:-default}`]],
  ['lost', ['vars.registri is not defined; did you mean registry?', 'vars.circle refers to itself: circle -> circle']],
  ['plain', []],
])('references of task %s that lead nowhere', (name, messages) => {
  expect(resolveTask(file, name, {}).errors.map(({ detail }) => detail)).toEqual(messages);
});

test.each([
  [{}, 'default'],
  [{ K8S_NAMESPACE: '' }, 'default'],
  [{ K8S_NAMESPACE: 'staging' }, 'staging'],
])('the namespace with %j is %s', (env, namespace) => {
  expect(resolveKubernetes(file, env)).toEqual({ errors: [], value: { namespace } });
});
