import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import type { Outcome } from './mutant.js';

/** What was found about a mutant: the bundle whose test killed it, or the bundles that it survived. */
export interface Finding {
  readonly outcome: Outcome;
  readonly survived: readonly string[];
}

/** Findings of earlier runs. They hold while the bundles hold, which contain all the code that was run. */
export class Remembered {
  private readonly findings: Record<string, Finding>;
  private unsaved = 0;

  constructor(private readonly path: string) {
    this.findings = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  }

  of(key: string): Finding | undefined {
    return this.findings[key];
  }

  /** Saved now and then, so that a run that is stopped goes on where it was. */
  keep(key: string, finding: Finding): void {
    this.findings[key] = finding;
    this.unsaved += 1;
    if (this.unsaved >= 100) this.save();
  }

  save(): void {
    this.unsaved = 0;
    writeFileSync(this.path, JSON.stringify(this.findings));
  }
}
