import type { FileFacts } from '../../facts/file.ts';
import type { FlowContext } from '../../rules/rule.ts';
import { basename } from '../../text/path.ts';

type Role = FlowContext['role'];

/** Folders and names of files by what they are run for. The first that fits counts. */
const BY_PATH: readonly (readonly [Role, RegExp, RegExp | null])[] = [
  ['migration', /(^|\/)([a-z]*[mM]igrations?|migrate|alembic)\/|(^|\/)scripts?\/([^/]+\/)*[^/]*(migrat|backfill)[^/]*$/, null],
  ['seed', /(^|\/)(seed|seeds|seeders|seeding|fixtures|__fixtures__)\//, /^(.*[-_.])?(seed|seeds|seeder|populate|fixture|fixtures|dev_?data|demo_?data|sample_?data)([-_.].*)?\.\w+$/],
  ['test', /(^|\/)(test|tests|__tests__|__mocks__|spec|specs|e2e|cypress|playwright|testing|testdata|benchmarks?)\//, /^(test_.*|conftest|tests|.*_test)\.py$|\.(test|spec|e2e|bench|stories)\.\w+$/],
  ['script', /(^|\/)(scripts?|bin|commands|cli|examples?)\/|^tools\//, /^(cli|manage|commands|script)\.\w+$/],
];

/** Libraries of which programs for the command line are made. */
const COMMAND_LINE = /^(argparse|click|typer|fire|docopt|commander|yargs|cac|citty|@oclif\/.*|flask\.cli)$/;

const known = new WeakMap<FileFacts, Role>();

/** What a file is run for, by its path and by what it imports. `isMigration`: it is one of the migrations that were read. */
export function roleOf(facts: FileFacts, isMigration: boolean): Role {
  if (isMigration) return 'migration';
  const role = known.get(facts) ?? byPath(facts.path) ?? (facts.imports.some(({ module }) => COMMAND_LINE.test(module)) ? 'script' : 'application');
  known.set(facts, role);
  return role;
}

function byPath(path: string): Role | null {
  const name = basename(path);
  return BY_PATH.find(([, folder, file]) => folder.test(path) || file?.test(name) === true)?.[0] ?? null;
}
