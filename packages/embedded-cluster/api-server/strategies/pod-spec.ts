/** A Pod spec on its way in; everything may still be missing. */
export interface PodSpecDraft {
  containers?: ContainerDraft[];
  initContainers?: ContainerDraft[];
  volumes?: VolumeDraft[];
  restartPolicy?: string;
  serviceAccountName?: string;
  serviceAccount?: string;
  nodeName?: string;
  schedulingGates?: { name?: string }[];
  terminationGracePeriodSeconds?: number;
  [field: string]: unknown;
}

export interface ContainerDraft {
  name?: string;
  image?: string;
  imagePullPolicy?: string;
  env?: { name?: string; valueFrom?: { fieldRef?: { apiVersion?: string } } }[];
  ports?: { containerPort?: number; protocol?: string }[];
  volumeMounts?: { name?: string; mountPath?: string }[];
  livenessProbe?: ProbeDraft;
  readinessProbe?: ProbeDraft;
  startupProbe?: ProbeDraft;
  [field: string]: unknown;
}

export interface ProbeDraft {
  exec?: object;
  httpGet?: { path?: string; scheme?: string };
  tcpSocket?: object;
  grpc?: object;
  timeoutSeconds?: number;
  periodSeconds?: number;
  successThreshold?: number;
  failureThreshold?: number;
}

export interface VolumeDraft {
  name?: string;
  configMap?: ModeDraft;
  secret?: ModeDraft;
  projected?: ProjectedDraft;
  downwardAPI?: ModeDraft;
  [field: string]: unknown;
}

export interface ProjectedDraft extends ModeDraft {
  sources?: { serviceAccountToken?: { audience?: string; expirationSeconds?: number; path?: string } }[];
}

interface ModeDraft {
  defaultMode?: number;
}

export interface PodTemplateDraft {
  metadata?: { labels?: Record<string, string>; creationTimestamp?: null };
  spec?: PodSpecDraft;
}

/** Sets fields that are absent; those given stay. */
export function fillIn<Target extends object>(
  target: Target,
  defaults: { [Field in keyof Target]?: Target[Field] },
): void {
  for (const [field, value] of Object.entries(defaults))
    if (Reflect.get(target, field) === undefined) Reflect.set(target, field, value);
}
