import { resolve } from 'node:path';
import { crds } from '../../../api/generated/crds.js';
import {
  NOTICE,
  readDefinitions,
  removeTree,
  startCluster,
  type TektonOptions,
} from '../../../packages/embedded-cluster/index.js';
import { Transport } from '../../../packages/kubernetes-client/transport/transport.js';
import { type Reconcilers, startReconcilers } from '../../../runtime/start.js';
import { applyAll } from './apply.js';
import { connectionTo, type LocalServer } from './connection-to.js';
import { commandFor, type ImageCommands } from './image-commands.js';
import { type PackageFiles, packageFiles } from './package-files.js';
import { places } from './places.js';

export interface MachineOptions extends ImageCommands {
  /** The person's folder, absolute; what is kept lies below it. */
  readonly directory: string;
  readonly needsTekton: boolean;
  readonly maxPods?: number | undefined;
}

/** A cluster on this machine, with our kinds and their reconcilers. */
export interface Machine {
  readonly server: LocalServer;
  /** To be called when the objects are there: a controller that sees a run first says that its template is missing. */
  startReconcilers(): Promise<void>;
  /** Leaves no process behind. */
  stop(): Promise<void>;
}

/** Starts the embedded cluster, with our CRDs. */
export async function startMachine({ directory, needsTekton, maxPods, ...commands }: MachineOptions): Promise<Machine> {
  const files = packageFiles();
  const registry = resolve(directory, places.registry);
  const unpacked = resolve(directory, places.unpacked);
  await removeTree(unpacked);
  const cluster = await startCluster({
    kubeconfigPath: resolve(directory, places.kubeconfig),
    commandForImage: commandFor(commands, files, { registry, unpacked }),
    ...(needsTekton ? { tekton: tektonOptions(files, registry) } : {}),
    ...(maxPods === undefined ? {} : { maxPods }),
  });
  const transport = new Transport(connectionTo(cluster.server));
  const stopCluster = async () => {
    transport.close();
    await cluster.stop();
    await removeTree(unpacked);
  };
  try {
    await applyAll(transport, Object.values(crds), 'default');
    let reconcilers: Reconcilers | undefined;
    return {
      server: cluster.server,
      async startReconcilers() {
        reconcilers = await startReconcilers({ transport });
      },
      async stop() {
        await reconcilers?.stop();
        await stopCluster();
      },
    };
  } catch (error) {
    await stopCluster();
    throw error;
  }
}

/** Tekton's kinds, with a folder for a registry and the stand-in for kaniko. */
const tektonOptions = ({ tektonDefinitions, kaniko }: PackageFiles, registry: string): TektonOptions => ({
  definitions: readDefinitions(tektonDefinitions),
  standIns: { programs: { '/kaniko/executor': [process.execPath, kaniko, registry] }, notice: NOTICE },
});
