// How many of the public exports have a docstring.
import { ReflectionKind } from 'typedoc';

const WANTED_PERCENT = 95;

const exported =
  ReflectionKind.Class |
  ReflectionKind.Interface |
  ReflectionKind.Enum |
  ReflectionKind.TypeAlias |
  ReflectionKind.FunctionOrMethod |
  ReflectionKind.Variable;

/** Exports and members of classes and interfaces, without members of literal types. */
export const exportsAndMembers = exported | ReflectionKind.Property;
/** Fields are left out: most are Kubernetes' own, under Kubernetes' names. */
export const exportsAndMethods = exported;

const hasDocs = (one) => one.hasComment() || (one.signatures ?? []).some((signature) => signature.hasComment());

/** Prints the share, and what has no docstring if less than 95 % have one. Returns whether that is enough. */
export function isDocumented(what, project, kinds) {
  const all = project
    .getReflectionsByKind(kinds)
    .filter((one) => !one.getFullName().includes('__type') && !one.flags.isInherited && !one.flags.isExternal);
  const undocumented = all.filter((one) => !hasDocs(one));
  const percent = (100 * (all.length - undocumented.length)) / all.length;
  console.log(`${what}: ${percent.toFixed(1)} % of ${all.length} public exports have a docstring`);
  if (percent >= WANTED_PERCENT) return true;
  console.error(
    `wanted: ${WANTED_PERCENT} %. Without one:\n${undocumented.map((one) => `  ${one.getFullName()}`).join('\n')}`,
  );
  return false;
}
