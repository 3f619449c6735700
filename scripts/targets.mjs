// The platforms that VS Code installs extensions for. Nothing in the package is native yet, so that all of them hold the same; what is native later lies in
// `dist/native/<target>/`, and each package holds its own alone.
export const targets = ['win32-x64', 'win32-arm64', 'linux-x64', 'linux-arm64', 'linux-armhf', 'alpine-x64', 'alpine-arm64', 'darwin-x64', 'darwin-arm64'];

/** The target of this machine; null where VS Code has none for it. */
export function currentTarget({ platform, arch, report } = process) {
  const musl = platform === 'linux' && report.getReport().header.glibcVersionRuntime === undefined;
  const name = `${musl ? 'alpine' : platform}-${arch === 'arm' ? 'armhf' : arch}`;
  return targets.includes(name) ? name : null;
}
