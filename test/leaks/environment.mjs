import { relative } from 'node:path';
import { TestEnvironment } from 'jest-environment-node';
import '../coverage/quick-coverage.mjs';
import { leftOpen, openResources } from './open-resources.mjs';

/** The environment of Node.js. A test file that leaves a timer, socket, server, watcher or process open fails by its name. */
export default class LeakEnvironment extends TestEnvironment {
  constructor(config, context) {
    super(config, context);
    // Long enough for what is closing on a busy machine; a file that leaves nothing open does not wait.
    this.patienceSeconds = config.projectConfig.testEnvironmentOptions.patienceSeconds ?? 10;
    this.path = relative(config.projectConfig.rootDir, context.testPath);
  }

  async setup() {
    await super.setup();
    this.before = openResources();
  }

  handleTestEvent({ name, test }) {
    if (name === 'test_done' && test.errors.length > 0) this.hasFailed = true;
  }

  async teardown() {
    // An error here would take the place of the failures, and a test that was cut off cannot close what it starts.
    if (this.hasFailed) return super.teardown();
    const left = await leftOpen(this.before, this.patienceSeconds);
    await super.teardown();
    if (left.length === 0) return;
    throw new Error(
      `${this.path} left open: ${left.join(', ')}. Close what it starts. --detectOpenHandles shows the line that opened it.`,
    );
  }
}
