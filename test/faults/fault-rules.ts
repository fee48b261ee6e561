import type { Fault, FaultPlan } from '../../packages/embedded-cluster/testing.js';

/** Which requests get which fault. */
export interface FaultRule {
  /** The method, `LIST` or `WATCH`, a blank, and the end of the path: `WATCH jobs`, `PATCH status`. */
  readonly on: RegExp;
  /** The fault; a function is called for each request. */
  readonly fault: Fault | (() => Fault | undefined);
  /** @default every one */
  readonly times?: number;
}

export interface FaultRules extends FaultPlan {
  /** The first matching rule with times left applies. Returns a function that removes the rule. */
  add(rule: FaultRule): () => void;
  /** Requests that reached the server, including those that got a fault, as rules see them. */
  readonly seen: readonly string[];
}

export function createFaultRules(): FaultRules {
  const rules: { on: RegExp; fault: FaultRule['fault']; left: number }[] = [];
  const seen: string[] = [];
  return {
    seen,
    add: ({ on, fault, times = Number.POSITIVE_INFINITY }) => {
      const rule = { on, fault, left: times };
      rules.push(rule);
      return () => {
        rule.left = 0;
      };
    },
    next: (request) => {
      const line = lineOf(request);
      seen.push(line);
      const rule = rules.find(({ on, left }) => left > 0 && on.test(line));
      if (rule) rule.left -= 1;
      return typeof rule?.fault === 'function' ? rule.fault() : rule?.fault;
    },
  };
}

/** `WATCH jobs`, `LIST jobs continue`, `GET jobs/x`, `PATCH batchruns/x/status`. */
function lineOf({ method, url: { pathname, searchParams } }: Parameters<FaultPlan['next']>[0]): string {
  const path = pathname.replace(/^.*\/namespaces\/[^/]+\//, '');
  const read = searchParams.has('watch') ? 'WATCH' : path.includes('/') ? 'GET' : 'LIST';
  const page = searchParams.has('continue') ? ' continue' : '';
  return `${method === 'GET' ? read : method} ${path}${page}`;
}
