import type { AgentBuildSpec } from '../../api/generated/kinds.js';

type Builder = NonNullable<AgentBuildSpec['builder']>;

/** What builds when the spec does not say. */
export const DEFAULT_BUILDER: Builder = 'kaniko';

/** git and a shell; runs as any UID. */
const git = 'docker.io/alpine/git:2.54.0@sha256:697cb1c85aefc5724febaec2202a974e0d66f6abb6be91a9a86d0c8757af692a';

/** The fork that is maintained; with busybox, so that the same image also pushes. */
const kaniko =
  'ghcr.io/osscontainertools/kaniko:v1.28.5-debug@sha256:d6d74217dc077acfd3094992e917c357080a2d3fdd1042a49e34e29a7e57c572';

const builders: Readonly<Record<Builder, string>> = {
  kaniko,
  'buildkit-rootless':
    'docker.io/moby/buildkit:v0.32.2-rootless@sha256:504731e577c20559c00f968f33219f30115e70be29ab96728d1d06e963fc494b',
  // By its full version: no public source was found that tells the digest.
  buildah: 'quay.io/buildah/stable:v1.43.1',
};

/** The images of the three steps. */
export function imagesOf({ images = {}, builder = DEFAULT_BUILDER }: AgentBuildSpec) {
  return { pull: images.pull ?? git, build: images.build ?? builders[builder], push: images.push ?? kaniko };
}
