import type { PipelineRun, PipelineTask, Step, TaskSpec } from '../../packages/embedded-cluster/testing.js';

/** What people and reconcilers rely on of a finished PipelineRun. */
export interface Ended {
  /** Status and reason of its condition. */
  readonly verdict: string;
  /** The counts in the condition's message; absent when the message has none. */
  readonly counts?: string;
  /** Name to value. */
  readonly results?: Readonly<Record<string, string>>;
  /** In the order of the Pipeline. */
  readonly skipped?: readonly string[];
  /** Per TaskRun its reason, then per step its name, exit code and reason; without steps that were cut off. */
  readonly tasks?: Readonly<Record<string, string>>;
}

export interface Case {
  readonly spec: PipelineRun['spec'];
  readonly want: Ended;
}

/** The runner of the case fills these in. */
const image = '<image>';

const step = (name: string, script: string, rest: Partial<Step> = {}): Step => ({ name, image, script, ...rest });
const task = (name: string, steps: Step[], spec: TaskSpec = {}, rest: Partial<PipelineTask> = {}): PipelineTask => ({
  name,
  taskSpec: { steps, ...spec },
  ...rest,
});
const declared = (...names: string[]) => names.map((name) => ({ name }));
const resultsOf = (...names: string[]) => names.map((name) => ({ name, value: `$(tasks.a.results.${name})` }));
const oneTask = (steps: Step[], results: string[] = [], rest: Partial<PipelineTask> = {}): PipelineRun['spec'] => ({
  pipelineSpec: { tasks: [task('a', steps, { results: declared(...results) }, rest)], results: resultsOf(...results) },
});
const after = (...runAfter: string[]) => ({ runAfter });
const good = step('run', 'true');
const volumeClaimTemplate = {
  spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '10Mi' } } },
};
const counts = (text: string) => ({ counts: `Tasks Completed: ${text}` });

const overAVolume: PipelineRun['spec'] = {
  pipelineSpec: {
    params: [{ name: 'text' }, { name: 'names', type: 'array', default: ['Ada', 'Bob'] }],
    workspaces: [{ name: 'shared' }, { name: 'token', optional: true }],
    results: [
      { name: 'said', value: '$(tasks.read.results.said)' },
      { name: 'count', value: '$(tasks.count.results.count) names' },
    ],
    tasks: [
      task(
        'read',
        [
          step('run', 'printf "%s %s" "$(cat $(workspaces.here.path)/file)" "$TOKEN" > $(results.said.path)', {
            env: [{ name: 'TOKEN', value: '$(workspaces.token.bound)$(workspaces.token.path)/$(params.count)' }],
          }),
        ],
        {
          params: declared('count'),
          workspaces: [{ name: 'here' }, { name: 'token', optional: true }],
          results: declared('said'),
        },
        {
          ...after('write'),
          params: [{ name: 'count', value: '$(tasks.count.results.count)' }],
          workspaces: [{ name: 'here', workspace: 'shared' }],
        },
      ),
      task(
        'count',
        [step('run', 'printf %s "$#" > $(results.count.path)', { args: ['$(params.words[*])'] })],
        { params: [{ name: 'words', type: 'array' }], results: declared('count') },
        { params: [{ name: 'words', value: ['$(params.names[*])', 'Cy'] }] },
      ),
      task(
        'write',
        [
          {
            ...{ name: 'run', image, command: ['sh', '-c'], args: ['printf %s "$TEXT" > /there/file'] },
            env: [{ name: 'TEXT', value: '$(params.text)' }],
          },
        ],
        { params: declared('text'), workspaces: [{ name: 'shared', mountPath: '/there' }] },
        { params: [{ name: 'text', value: '$(params["text"])' }], workspaces: [{ name: 'shared' }] },
      ),
    ],
  },
  params: [{ name: 'text', value: `it's $HOME "$(date)"` }],
  workspaces: [{ name: 'shared', volumeClaimTemplate }],
};

const isolated: PipelineRun['spec'] = {
  pipelineSpec: {
    workspaces: [{ name: 'creds' }],
    results: resultsOf('seen', 'unseen'),
    tasks: [
      task(
        'a',
        [
          step('sees', 'cat $(workspaces.creds.path)/key > $(results.seen.path)', {
            workspaces: [{ name: 'creds', mountPath: '/creds' }],
          }),
          step('sees-not', 'ls /creds /workspace/creds 2> /dev/null | wc -l | tr -d " \\n" > $(results.unseen.path)'),
        ],
        { workspaces: [{ name: 'creds' }], results: declared('seen', 'unseen') },
        { workspaces: [{ name: 'creds' }] },
      ),
    ],
  },
  workspaces: [{ name: 'creds', secret: { secretName: 'hush' } }],
};

/** Name of the run to its outcome in Tekton 1.15. */
export const cases: Readonly<Record<string, Case>> = {
  'over-a-volume': {
    spec: overAVolume,
    want: {
      verdict: 'True Succeeded',
      ...counts('3 (Failed: 0, Cancelled 0), Skipped: 0'),
      results: { said: `it's $HOME "$(date)" false/3`, count: '3 names' },
      tasks: {
        read: 'Succeeded; run 0 Completed',
        count: 'Succeeded; run 0 Completed',
        write: 'Succeeded; run 0 Completed',
      },
    },
  },
  'a-secret-of-one-step': {
    spec: isolated,
    want: {
      verdict: 'True Succeeded',
      ...counts('1 (Failed: 0, Cancelled 0), Skipped: 0'),
      results: { seen: 'hi', unseen: '0' },
      tasks: { a: 'Succeeded; sees 0 Completed; sees-not 0 Completed' },
    },
  },
  'a-step-fails': {
    spec: {
      pipelineSpec: {
        tasks: [task('a', [step('bad', 'exit 3'), step('later', 'true')]), task('b', [good], {}, after('a'))],
      },
    },
    want: {
      verdict: 'False Failed',
      ...counts('1 (Failed: 1, Cancelled 0), Skipped: 1'),
      skipped: ['b'],
      tasks: { a: 'StepFailed; bad 3 Error; later 1 Skipped' },
    },
  },
  'a-step-says-why-it-fails': {
    spec: oneTask([step('run', 'printf because > $(results.error.path); exit 2')], ['error']),
    want: {
      verdict: 'False Failed',
      ...counts('1 (Failed: 1, Cancelled 0), Skipped: 0'),
      results: { error: 'because' },
      tasks: { a: 'StepFailed; run 2 Error' },
    },
  },
  'one-fails-while-another-runs': {
    spec: {
      pipelineSpec: {
        tasks: [
          task('a', [step('run', 'exit 1')]),
          task('b', [step('run', 'sleep 4')]),
          task('c', [good], {}, after('b')),
        ],
      },
    },
    want: {
      verdict: 'False Failed',
      ...counts('2 (Failed: 1, Cancelled 0), Skipped: 1'),
      skipped: ['c'],
      tasks: { a: 'StepFailed; run 1 Error', b: 'Succeeded; run 0 Completed' },
    },
  },
  'the-second-try-succeeds': {
    spec: oneTask([step('run', '[ "$(context.task.retry-count)" = 1 ] && printf ok > $(results.r.path)')], ['r'], {
      retries: 2,
    }),
    want: {
      verdict: 'True Succeeded',
      ...counts('1 (Failed: 0, Cancelled 0), Skipped: 0'),
      results: { r: 'ok' },
      tasks: { a: 'Succeeded, tried again after StepFailed; run 0 Completed' },
    },
  },
  'a-result-that-another-task-needs-is-missing': {
    spec: {
      pipelineSpec: {
        tasks: [
          task('a', [good], { results: declared('r') }),
          task('b', [good], { params: declared('p') }, { params: [{ name: 'p', value: '$(tasks.a.results.r)' }] }),
        ],
      },
    },
    want: {
      verdict: 'False PipelineValidationFailed',
      ...counts(
        '1 (Failed: 0, Cancelled 0), Skipped: 0, Failed Validation: 1 (task "a" completed successfully but did not emit the result "r", which is referenced by task "b")',
      ),
      tasks: { a: 'Succeeded; run 0 Completed' },
    },
  },
  'a-result-of-the-pipeline-is-missing': {
    spec: oneTask([good], ['r']),
    want: { verdict: 'False CouldntGetPipelineResult', tasks: { a: 'Succeeded; run 0 Completed' } },
  },
  'what-the-kubelet-expands': {
    spec: oneTask(
      [
        step('run', 'printf "%s|%s" "$A" "$1" > $(results.r.path)', {
          env: [
            { name: 'B', value: 'bee' },
            { name: 'A', value: '$(B) $$(B)' },
          ],
          args: ['$(B) $(NOPE)'],
        }),
      ],
      ['r'],
    ),
    want: {
      verdict: 'True Succeeded',
      ...counts('1 (Failed: 0, Cancelled 0), Skipped: 0'),
      results: { r: 'bee $(B)|bee $(NOPE)' },
      tasks: { a: 'Succeeded; run 0 Completed' },
    },
  },
  'no-time-is-left': {
    spec: { ...oneTask([step('run', 'sleep 600')]), timeouts: { pipeline: '5s' } },
    want: { verdict: 'False PipelineRunTimeout', tasks: { a: 'TaskRunCancelled' } },
  },
  'a-task-takes-too-long': {
    spec: oneTask([step('run', 'sleep 600')], [], { timeout: '5s' }),
    want: {
      verdict: 'False Failed',
      ...counts('1 (Failed: 1, Cancelled 0), Skipped: 0'),
      tasks: { a: 'TaskRunTimeout' },
    },
  },
  cancelled: {
    spec: { pipelineSpec: { tasks: [task('a', [step('run', 'sleep 600')]), task('b', [good], {}, after('a'))] } },
    want: { verdict: 'False Cancelled', tasks: { a: 'TaskRunCancelled' } },
  },
  'no-such-pipeline': { spec: { pipelineRef: { name: 'nowhere' } }, want: { verdict: 'False CouldntGetPipeline' } },
  'no-such-task': {
    spec: { pipelineSpec: { tasks: [{ name: 'a', taskRef: { name: 'nowhere' } }] } },
    want: { verdict: 'False CouldntGetTask' },
  },
  'no-value-for-a-param': {
    spec: { pipelineSpec: { params: declared('p'), tasks: [task('a', [good])] } },
    want: { verdict: 'False ParameterMissing' },
  },
  'a-workspace-is-not-bound': {
    spec: { pipelineSpec: { workspaces: declared('w'), tasks: [task('a', [good])] } },
    want: { verdict: 'False InvalidWorkspaceBindings' },
  },
};
