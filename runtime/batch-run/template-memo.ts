import type { KubernetesObject } from '../../api/kubernetes-object.js';
import { resolveTemplate, type Template, type TemplateObjects } from './template.js';

/** Resolves each version of a run's template once: planning thousands of tasks is work, and passes are many. */
export class TemplateMemo {
  private readonly byRun = new Map<string, { readonly version: string; readonly template: Template }>();

  resolve(objects: TemplateObjects): Template {
    const uid = objects.run.metadata.uid ?? '';
    const version = [objects.run, objects.batch, objects.workspace].map(versionOf).join();
    const known = this.byRun.get(uid);
    if (known?.version === version) return known.template;
    const template = resolveTemplate(objects);
    this.byRun.set(uid, { version, template });
    return template;
  }

  forget(runUid: string): void {
    this.byRun.delete(runUid);
  }
}

/** The generation changes with the spec alone. */
const versionOf = (object: KubernetesObject | undefined): string =>
  object ? `${object.metadata.uid}/${object.metadata.generation}` : '';
