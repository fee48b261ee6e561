import { once } from 'node:events';
import { pino } from 'pino';
import { loadConnection } from './engine/kubeconfig.js';
import { Transport } from './engine/transport.js';
import { startReconcilers } from './start.js';

/*
 * The reconciler as a process of its own. Finds its cluster through KUBECONFIG or its service account; watches
 * WATCH_NAMESPACE alone when that is set; logs JSON lines from LOG_LEVEL on (default info). SIGTERM and SIGINT end it
 * once what is in flight has ended.
 */
const { WATCH_NAMESPACE: namespace, LOG_LEVEL: level = 'info' } = process.env;
const logger = pino({ level });

const connection = await loadConnection();
const transport = new Transport(connection);
const reconcilers = await startReconcilers({ transport, logger, ...(namespace && { namespaces: [namespace] }) });
logger.info({ server: connection.server.host, namespace: namespace ?? 'all' }, 'reconcilers starting');

const stopRequested = new AbortController();
await Promise.race(['SIGTERM', 'SIGINT'].map((signal) => once(process, signal, { signal: stopRequested.signal })));
stopRequested.abort();
logger.info({}, 'stopping');
await reconcilers.stop();
transport.close();
