import { Session } from 'node:inspector';

/*
 * Jest starts and stops V8's coverage around every test file, and enables V8's debugger before. Here it starts once per
 * process, and without the debugger: to start it, V8 visits everything in memory and discards optimized code, and the debugger
 * announces every script of the process to every test file. Both took more than a third of the tests' time. What Jest takes after a
 * file is what was counted since it last took something.
 */
const { post } = Session.prototype;
let coverage;

const started = new Set();
const unneeded = new Set(['Debugger.enable', 'Debugger.disable', 'Profiler.stopPreciseCoverage', 'Profiler.disable']);
const once = new Set(['Profiler.enable', 'Profiler.startPreciseCoverage']);

Session.prototype.post = function postQuickly(method, ...rest) {
  if (unneeded.has(method) || started.has(method)) return rest.at(-1)?.(null, {});
  if (!once.has(method) && method !== 'Profiler.takePreciseCoverage') return post.call(this, method, ...rest);
  if (!coverage) {
    coverage = new Session();
    coverage.connect();
  }
  if (once.has(method)) started.add(method);
  return post.call(coverage, method, ...rest);
};
