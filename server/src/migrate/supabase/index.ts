import { writePlain } from '../plain/write.ts';
import type { MigrationHome, MigrationTool } from '../tool.ts';

const FILE = /^(.*\/)?supabase\/migrations\/[^/]+\.sql$/;

/**
 * Supabase's command line: `supabase/migrations/<yyyymmddhhmmss>_name.sql`, no way back. Many of its versions run a file in a
 * transaction, so CONCURRENTLY is written only where the project's own files have it.
 */
export const supabase: MigrationTool = {
  id: 'supabase',
  title: 'Supabase',
  mirrors: null,
  writes: ['create', 'drop'],
  find: (view) => {
    const folders = new Set(view.paths.flatMap((path) => (FILE.test(path) ? [path.slice(0, path.lastIndexOf('/'))] : [])));
    return [...folders].map((folder): MigrationHome => ({ tool: 'supabase', folder, title: 'Supabase', dialect: 'postgresql' }));
  },
  write: (request) => writePlain(request, { first: { up: '{}.sql', down: null }, outside: () => null }),
};
