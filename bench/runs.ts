import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startController } from './controller-process.js';
import { type Fleet, namespace, startRunServer } from './run-server.js';

/*
 * The controller's cost per task: CPU, requests, status writes, memory. The bundled controller runs in its own process
 * against the embedded API server with a node that ends every Pod immediately, the worst case for the controller.
 */
const fleets: Readonly<Record<string, Fleet>> = {
  '1 run of 1,000': { runs: 1, tasks: 1000 },
  '1 run of 10,000': { runs: 1, tasks: 10_000 },
  '200 runs of 50': { runs: 200, tasks: 50 },
  '1 run of 1,000 at 30 tasks/s': { runs: 1, tasks: 1000, concurrency: 300, stepSeconds: 2.5 },
  '1 run of 10,000 at 30 tasks/s': { runs: 1, tasks: 10_000, concurrency: 300, stepSeconds: 2.5 },
};
const limits = { writesPerTask: 1.2, megabytes: 150 };

async function measure(name: string, fleet: Fleet): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'kubetask-bench-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const server = await startRunServer(kubeconfig);
  const controller = await startController(kubeconfig, namespace, folder);
  const idle = { cpu: controller.cpuSeconds(), memory: controller.megabytes().now };
  const seen = await server.work(fleet);
  const cpu = controller.cpuSeconds() - idle.cpu;
  const passes = await controller.counted('kubetask_reconcile_total');
  const { peak } = controller.megabytes();
  await controller.stop();
  server.stop();
  rmSync(folder, { recursive: true });
  const tasks = fleet.runs * fleet.tasks;
  const per = (value: number) => (value / tasks).toFixed(3);
  console.log(`${name}: ${seen.succeeded} of ${tasks} tasks succeeded in ${seen.seconds.toFixed(1)} s`);
  console.log(`  CPU             ${((cpu * 1000) / tasks).toFixed(2)} ms/task, in ${passes} passes`);
  console.log(
    `  writes          ${per(seen.writes)} per task (wanted: at most ${limits.writesPerTask}), and ${per(seen.events)} Events`,
  );
  console.log(`  reads           ${seen.reads} in all`);
  console.log(
    `  status writes   ${(seen.statusWrites / fleet.runs).toFixed(1)} per run, at most ${seen.burst} of one run begin in a second (wanted: 1)`,
  );
  console.log(
    `  memory          ${peak.toFixed(0)} MB at most (wanted: under ${limits.megabytes}), ${idle.memory.toFixed(0)} MB before`,
  );
}

const wanted = process.argv.slice(2);
for (const [name, fleet] of Object.entries(fleets)) {
  if (wanted.length === 0 || wanted.some((word) => name.includes(word))) await measure(name, fleet);
}
