import type { Site } from '../facts/finding.ts';

/** A site that is known and accepted for now. One line of the file; what identifies it is `site`, `in` and `file`, the rest is for people who read it. */
export interface Entry {
  /** What is asked of which table and told by which rule (`Site.shape`): no place, no name, no layout. */
  readonly site: string;
  readonly rule: string;
  readonly table: string;
  readonly columns: readonly string[];
  /** The function or statement around the query; empty at the top of a file and for schema rules. */
  readonly in: string;
  /** Relative to the baseline's own folder, with `/`. */
  readonly file: string;
}

/** What holds of a project, and what it was told by. */
export interface Baseline {
  /** The version of Sargable that wrote it. */
  readonly sargable: string;
  /** What configuration held (`configurationOf`). */
  readonly configuration: string;
  readonly sites: readonly Entry[];
}

/** `file` names the site's file in the baseline's terms. */
export const entryOf = (site: Site, file: (path: string) => string): Entry => ({ site: site.shape, rule: site.rule, table: site.table, columns: site.columns, in: site.within, file: file(site.path) });
