import type { ApiError } from '../packages/kubernetes-client/transport/api-error.js';
import type { Cluster } from './cluster/cluster.js';
import { type Ending, followRun } from './cluster/follow-run.js';
import type { ExitCode } from './exit-codes.js';
import { createStatusLine } from './output/status-line.js';
import { conclude } from './run/conclude.js';
import { type Followed, kindOf } from './run/run-state.js';
import type { Session } from './session.js';

/** Waits until a run has finished and says how it went. @param results where that goes @returns the exit code that tells it */
export async function waitForRun(
  session: Session,
  cluster: Cluster,
  run: Followed,
  timeoutSeconds: number | undefined,
  results = session.out,
): Promise<ExitCode> {
  const line = createStatusLine(session);
  try {
    const signal = limited(session.interrupt, timeoutSeconds);
    const ending = await followRun({
      cluster,
      kind: kindOf(run),
      run,
      onChange: (seen) => line.show(seen),
      onBreak: tellBreaks(session),
      signal,
    });
    line.end();
    return tell(session, ending, run, timeoutSeconds, results);
  } finally {
    line.end();
  }
}

/** Says once that the server is out of reach, however often it is tried. */
export function tellBreaks({ err }: Session): (error: ApiError) => void {
  let isReported = false;
  return ({ code, reason }) => {
    if (code === 0 && !isReported)
      err.line(err.terminal.paint('dim', `lost the connection to the API server (${reason}); retrying`));
    isReported ||= code === 0;
  };
}

/** Aborts with the person's Ctrl-C or when the time is over. */
export const limited = (interrupt: AbortSignal, timeoutSeconds: number | undefined): AbortSignal =>
  timeoutSeconds === undefined
    ? interrupt
    : AbortSignal.any([interrupt, AbortSignal.timeout(Math.ceil(timeoutSeconds * 1000))]);

/** A result is data and goes to stdout; all other lines are messages. */
export function tell(
  { out, err, interrupt, now }: Session,
  ending: Ending,
  run: Followed,
  timeoutSeconds: number | undefined,
  results = out,
): ExitCode {
  const options = { run, timeoutSeconds, wasInterrupted: interrupt.aborted, now: now() };
  const { code, text, hints } = conclude(ending, options, ending.how === 'finished' ? results.terminal : err.terminal);
  (ending.how === 'finished' ? results : err).line(text);
  for (const hint of hints) err.line(err.terminal.paint('dim', hint));
  return code;
}
