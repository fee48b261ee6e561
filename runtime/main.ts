import { VERSION } from '../api/version.js';
import { createLogger } from './observability/logger.js';
import { runController } from './process/run-controller.js';
import { helpText, readCommand, type Settings } from './process/settings.js';

/*
 * The controller as a process. Exit codes: 0 stopped by SIGTERM or SIGINT, 1 could not begin or lost its lease,
 * 2 wrong flags or variables. A second signal ends it at once.
 */
async function run(settings: Settings): Promise<number> {
  const logger = createLogger(settings.logLevel);
  const stop = new AbortController();
  const signals = ['SIGTERM', 'SIGINT'] as const;
  const onSignal = () => {
    logger.info({}, 'stopping');
    stop.abort();
    for (const signal of signals) process.off(signal, onSignal);
  };
  for (const signal of signals) process.on(signal, onSignal);
  try {
    const end = await runController(settings, logger, stop.signal);
    if (end === 'lost') logger.error({}, 'lost the lease; stopping, so that only one replica works');
    return end === 'stopped' ? 0 : 1;
  } catch (error) {
    logger.error({}, error instanceof Error ? error.message : String(error));
    return 1;
  }
}

const command = readCommand(process.argv.slice(2), process.env);
switch (command.kind) {
  case 'Help':
    process.stdout.write(helpText());
    break;
  case 'Version':
    process.stdout.write(`kubetask-controller ${VERSION}\n`);
    break;
  case 'Refuse':
    process.stderr.write(`${command.problems.join('\n')}\n`);
    process.exitCode = 2;
    break;
  case 'Run':
    // Whatever still hangs on a socket or a timer must not keep a process alive that has ended its work.
    void run(command.settings).then((code) => process.exit(code));
}
