import { existsSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the running file: `dist` when bundled, `server/src/host` from source. A CommonJS bundle has no `import.meta.url`. */
const here = typeof __dirname === 'string' ? __dirname : dirname(fileURLToPath(import.meta.url));

/** A wasm file: beside the bundle, where the build copies it, else inside its npm package. */
export function readWasm(packageName: string, path: string): Uint8Array<ArrayBuffer> {
  const beside = join(here, path.slice(path.lastIndexOf('/') + 1));
  return new Uint8Array(readFileSync(existsSync(beside) ? beside : join(packageFolder(packageName), path)));
}

/** Not every package lets its package.json be resolved, so folders are looked through as Node does. */
function packageFolder(name: string): string {
  const paths = createRequire(join(here, 'x.js')).resolve.paths(name) ?? [];
  const found = paths.map((path) => join(path, name)).find((folder) => existsSync(folder));
  if (found === undefined) throw new Error(`${name} is not installed`);
  return found;
}
