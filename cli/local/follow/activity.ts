import { AGENT_CONTAINER } from '../../../api/containers.js';
import { LABEL_JOB_NAME } from '../../../api/labels.js';
import { Reflector } from '../../../packages/kubernetes-client/cache/reflector.js';
import type { Cluster } from '../../cluster/cluster.js';
import { followLogs } from '../../logs/follow-logs.js';
import type { PodLogs, PodObject } from '../../logs/pod-logs.js';
import { podsOfRun } from '../../logs/pods-of-run.js';
import type { Seen } from '../../run/progress-rows.js';
import { isBatchRun, type Run } from '../../run/run-state.js';
import { lastLineText } from './last-line.js';
import { setupWords } from './setup-words.js';

/** What the Pods of a run do, beside what its status says. */
export interface Activity {
  /** By the name of a task's Job, or of a TaskRun's container. */
  readonly seen: (name: string) => Seen;
  /** Resolves when nothing is read any more. */
  stop(): Promise<void>;
}

/** Watches the Pods of a run and reads what its agents or steps print, until it is stopped or `signal` aborts. */
export function watchActivity(cluster: Cluster, run: Run, signal: AbortSignal): Activity {
  const setup = new Map<string, string>();
  const lastLine = new Map<string, string>();
  const newest = new Map<string, string>();
  const pods = podsOfRun(run);
  const reflector = new Reflector<PodObject, PodObject>({
    transport: cluster.transport,
    ...pods,
    project: (pod) => pod,
    onChange: ({ object: pod }) => {
      const job = pod.metadata.labels?.[LABEL_JOB_NAME] ?? '';
      const { name } = pod.metadata;
      if (isBatchRun(run) && newest.get(job) !== name) lastLine.delete(job); // of an earlier attempt
      newest.set(job, name);
      setup.set(job, setupWords(pod));
    },
  });
  reflector.start();
  const logs: PodLogs = {
    cluster,
    pods,
    filter: { failedOnly: false, tasks: [], ...(isBatchRun(run) ? { container: AGENT_CONTAINER } : {}) },
    printer: {
      line: async ({ taskNames = [], container }, { text }) => {
        const words = lastLineText(text);
        if (words !== '') lastLine.set(taskNames.at(-1) ?? container, words);
      },
      failure: () => undefined,
    },
    signal,
  };
  let end = () => {};
  const ended = new Promise<void>((resolve) => {
    end = resolve;
  });
  const reading = followLogs(logs, () => ended).catch(() => undefined);
  return {
    seen: (name) => ({ setup: setup.get(name) ?? '', lastLine: lastLine.get(name) ?? '' }),
    async stop() {
      end();
      await reading;
      await reflector.stop();
    },
  };
}
