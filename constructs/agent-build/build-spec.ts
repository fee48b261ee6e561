import type { AgentBuildSpec } from '../../api/generated/kinds.js';
import type { AgentBuildProps } from './build-props.js';

/** The spec that the props stand for. */
export function buildSpec(props: AgentBuildProps): AgentBuildSpec {
  const { repoUrl, revision, imageRegistry, image, imageTag, token, pushSecret } = props;
  const { env, ...rest }: Partial<AgentBuildSpec> = props.spec ?? {};
  const variables = [...(token ? [tokenVariable(token)] : []), ...(env ?? [])];
  return {
    repoUrl,
    ...(revision === undefined ? {} : { revision }),
    imageRegistry,
    image,
    imageTag,
    ...(variables.length > 0 ? { env: variables } : {}),
    ...(pushSecret ? { pushSecret: { name: pushSecret.name } } : {}),
    ...rest,
  };
}

const tokenVariable = ({ secret, key }: NonNullable<AgentBuildProps['token']>) => ({
  name: 'GITHUB_TOKEN',
  valueFrom: { secretKeyRef: { name: secret.name, key } },
});
