import { type ClusterError, isClusterError, type Verb } from '../cluster/cluster-error.js';
import { UserError } from './user-error.js';

/** As whom a command was run. */
export interface Identity {
  /** Of the kubeconfig; empty before it was read. */
  readonly context: string;
  /** Whom `--as` names. */
  readonly as?: string | undefined;
}

/**
 * What a person can do about an error of the API server, in the order of what is likely. Pure.
 *
 * @param who as whom the command was run, for the hints
 */
export function explain(error: unknown, who: Identity = { context: '' }): UserError | undefined {
  if (error instanceof UserError) return error;
  if (!isClusterError(error)) return undefined;
  const { cause } = error;
  if (cause.code === 0) return unreachable(error, who);
  if (cause.reason === 'Unauthorized') return unauthorized(error, who);
  if (cause.reason === 'Forbidden') return forbidden(error, who);
  if (cause.reason === 'NotFound' && isKindMissing(error)) return kindMissing(error);
  const field = /unknown field "([^"]+)"/.exec(cause.message)?.[1];
  if (field) return unknownField(error, field);
  return new UserError(messageOf(error), cause.code === 429 ? ['the server is overloaded; try again later'] : []);
}

/** `taskruns.kubetask.io`: as RBAC and `kubectl auth can-i` name it. */
const resourceText = ({ asked: { resource } }: ClusterError): string =>
  resource.group === '' ? resource.plural : `${resource.plural}.${resource.group}`;

const verbs: Readonly<Record<Verb, string>> = {
  get: 'read',
  list: 'list',
  watch: 'watch',
  create: 'create',
  patch: 'change',
  delete: 'delete',
};

function action(error: ClusterError): string {
  const { verb, name, namespace } = error.asked;
  const where = namespace ? ` in namespace ${namespace}` : isEverywhere(error) ? ' in all namespaces' : '';
  return `${verbs[verb]} ${resourceText(error)}${name ? ` ${name}` : ''}${where}`;
}

/** Whether objects of every namespace were asked for. */
const isEverywhere = ({ asked: { verb, namespace, name, resource } }: ClusterError): boolean =>
  resource.namespaced && namespace === undefined && name === undefined && (verb === 'list' || verb === 'watch');

/** The server's own words, without the request, the code, and the whole object that it may cite. */
const serverWords = ({ cause }: Pick<ClusterError, 'cause'>): string =>
  cause.message
    .replace(/^Cannot \S+ \S+: /, '')
    .replace(/ \(\d+\)$/, '')
    .replace(/Invalid value: "\{.*\}": /s, '');

const messageOf = (error: ClusterError): string => `Cannot ${action(error)}: ${serverWords(error)}`;

function unreachable({ server, cause }: ClusterError, { context }: Identity): UserError {
  const where = `the API server ${server.origin}`;
  if (cause.reason === 'CredentialsUnavailable') return new UserError(serverWords({ cause }));
  if (cause.reason === 'CertificateRejected') {
    return new UserError(`Cannot trust ${where}: ${causeText(cause)}`, [
      `context ${context} of the kubeconfig must contain its CA (certificate-authority-data); was the cluster recreated?`,
    ]);
  }
  return new UserError(`Cannot reach ${where}: ${causeText(cause)}`, [
    `is the cluster running, and is ${context} the right context? kubectl config get-contexts lists all contexts`,
    'a private cluster may need a VPN or proxy',
  ]);
}

const causeText = ({ cause, message }: Error): string => (cause instanceof Error ? cause.message : message);

function unauthorized({ server }: ClusterError, { context }: Identity): UserError {
  return new UserError(`Cannot log in to ${server.origin}: the server does not accept these credentials`, [
    `log in again: the token or certificate of context ${context} is wrong or has expired`,
    'kubectl auth whoami shows who you are to the server',
  ]);
}

function forbidden(error: ClusterError, who: Identity): UserError {
  const { verb, namespace } = error.asked;
  const scope = namespace ? `-n ${namespace}` : '--all-namespaces';
  const as = who.as ? ` --as ${who.as}` : '';
  return new UserError(`You are not allowed to ${action(error)}`, [
    `kubectl auth can-i ${verb} ${resourceText(error)} ${scope}${as} must answer yes; ask for a Role that allows it`,
    ...(isEverywhere(error) ? ['kubectl task list -n <namespace> lists one namespace'] : []),
  ]);
}

/** The server names the object it missed; it has no name for a kind it does not know. */
export const isKindMissing = ({ cause, asked }: ClusterError): boolean =>
  cause.reason === 'NotFound' && cause.details?.kind === undefined && asked.resource.group !== '';

/** A field that this plugin knows and the cluster does not. */
function unknownField(error: ClusterError, field: string): UserError {
  return new UserError(`Cannot ${action(error)}: the CRDs in the cluster do not have ${field}`, [
    'they are older than this plugin: kubectl task crds | kubectl apply --server-side -f -',
    'update the controller to the same version',
  ]);
}

function kindMissing(error: ClusterError): UserError {
  return new UserError(`Cannot ${action(error)}: the cluster has no resource ${resourceText(error)}`, [
    'install the CRDs: kubectl task crds | kubectl apply --server-side -f -',
    'then run kubectl task doctor',
  ]);
}
