import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { readPythonProject } from '../../server/src/link/python-project.ts';
import { readToml } from '../../server/src/link/toml.ts';
import { modulesOf } from './support.ts';

/** Paths of a workspace, who imports, what, and what it means. */
const CASES: readonly (readonly [string, readonly string[], string, string, string | null])[] = [
  ['the file beside it', ['app/a.py', 'app/b.py'], 'app/a.py', '.b', 'app/b.py'],
  ['the package itself', ['app/__init__.py', 'app/a.py'], 'app/a.py', '.', 'app/__init__.py'],
  ['a folder without a file', ['app/a.py'], 'app/a.py', '.', null],
  ['two up', ['app/x/y/a.py', 'app/models/user.py'], 'app/x/y/a.py', '...models.user', 'app/models/user.py'],
  ['from an __init__.py', ['app/m/__init__.py', 'app/m/u.py'], 'app/m/__init__.py', '.u', 'app/m/u.py'],
  ['above the workspace', ['a.py'], 'a.py', '...x', null],
  ['a package wins over a module', ['a.py', 'm.py', 'm/__init__.py'], 'a.py', 'm', 'm/__init__.py'],
  ['from the workspace folder', ['app/models.py', 'tests/t.py'], 'tests/t.py', 'app.models', 'app/models.py'],
  ['from src', ['src/app/models.py', 'tests/t.py'], 'tests/t.py', 'app.models', 'src/app/models.py'],
  ['the parent of the topmost package', ['s/one/app/__init__.py', 's/one/app/m.py', 's/one/app/r/__init__.py', 's/one/app/r/u.py', 's/two/app/m.py'], 's/one/app/r/u.py', 'app.m', 's/one/app/m.py'],
  ['the nearest project', ['s/one/pyproject.toml', 's/one/app/m.py', 's/one/tests/t.py', 's/two/pyproject.toml', 's/two/app/m.py'], 's/one/tests/t.py', 'app.m', 's/one/app/m.py'],
  ['where the program starts before the folder itself', ['app/main.py', 'app/models.py', 'app/api/models.py', 'app/api/routes.py'], 'app/api/routes.py', 'models', 'app/models.py'],
  ['a package is no place to look in before others', ['pyproject.toml', 'models.py', 'api/__init__.py', 'api/models.py', 'api/routes.py'], 'api/routes.py', 'models', 'models.py'],
  ['a script run in place', ['tools/x/__init__.py', 'tools/x/run_it.py', 'tools/x/helpers.py'], 'tools/x/run_it.py', 'helpers', 'tools/x/helpers.py'],
  ['the only path in the workspace', ['backend/code/app/models.py', 'tools/seed.py'], 'tools/seed.py', 'app.models', 'backend/code/app/models.py'],
  ['one of two is a guess', ['one/code/app/models.py', 'two/code/app/models.py', 'tools/seed.py'], 'tools/seed.py', 'app.models', null],
  ['a single name is looked for nowhere else', ['backend/redis.py', 'tools/seed.py'], 'tools/seed.py', 'redis', null],
  ['a package from elsewhere', ['app/m.py'], 'app/m.py', 'sqlalchemy.orm', null],
];

const PROJECTS: readonly (readonly [string, string, string])[] = [
  ['pyproject.toml', '[tool.setuptools]\npackage-dir = {"" = "lib"}', 'lib'],
  ['pyproject.toml', '[tool.setuptools.package-dir]\n"" = "lib"', 'lib'],
  ['pyproject.toml', '[tool.setuptools.packages.find]\nwhere = ["lib"] # where', 'lib'],
  ['pyproject.toml', '[tool.poetry]\nname = "x"\npackages = [\n  { include = "app", from = "lib" },\n]', 'lib'],
  ['pyproject.toml', '[tool.hatch.build.targets.wheel]\npackages = ["lib/app"]', 'lib'],
  ['pyproject.toml', '[tool.hatch.build.targets.wheel]\nsources = ["lib"]', 'lib'],
  ['pyproject.toml', '[tool.pdm.build]\npackage-dir = "lib"', 'lib'],
  ['pyproject.toml', '[tool.pytest.ini_options]\npythonpath = [".", "lib"]', 'lib'],
  ['pyproject.toml', "[tool.pytest.ini_options]\npythonpath = 'lib'", 'lib'],
  ['pyproject.toml', '[tool]\npyright.extraPaths = ["lib"]', 'lib'],
  ['pyproject.toml', 'not toml = = at all\n[tool.ruff]\nsrc = ["lib"]', 'lib'],
  ['setup.cfg', '[options]\npackage_dir =\n    = lib\npackages = find:\n\n[x]', 'lib'],
  ['setup.cfg', '[options.packages.find]\nwhere = lib', 'lib'],
  ['setup.py', 'from setuptools import setup\nsetup(package_dir={"": "lib"}, packages=find_packages(where="lib"))', 'lib'],
  ['setup.py', "from setuptools import setup, find_packages\nsetup(packages=find_packages('lib'))", 'lib'],
];

describe('modules of Python', () => {
  for (const [title, paths, from, module, expected] of CASES) it(title, () => assert.equal(modulesOf(Object.fromEntries(paths.map((path) => [path, ''])))(from, module), expected));

  for (const [name, text, folder] of PROJECTS) {
    it(`${name}: ${text.split('\n').slice(0, 2).join(' ')}`, () => {
      const files = { [`p/${name}`]: text, [`p/${folder}/app/m.py`]: '', 'p/tests/t.py': '', 'q/app/m.py': '' };
      assert.equal(modulesOf(files)('p/tests/t.py', 'app.m'), `p/${folder}/app/m.py`);
    });
  }

  it('a package that has another name than its folder', () => {
    const files = { 'setup.py': 'from setuptools import setup\nsetup(package_dir={"shop": "code/v2"})', 'code/v2/__init__.py': '', 'code/v2/models.py': '', 't.py': '' };
    assert.equal(modulesOf(files)('t.py', 'shop.models'), 'code/v2/models.py');
    assert.equal(modulesOf(files)('t.py', 'shop'), 'code/v2/__init__.py');
  });

  it('what lies outside the workspace is no root', () => assert.deepEqual(readPythonProject('pyproject.toml', '[tool.ruff]\nsrc = ["../x"]')?.roots, [{ package: '', folder: 'src' }, { package: '', folder: '' }]));

  it('a module that is only named setup.py', () => assert.equal(readPythonProject('app/handlers/setup.py', 'def setup():\n    return render()\n'), null));

  it('TypeScript is resolved as before', () => assert.equal(modulesOf({ 'a.ts': '', 'b.py': '' })('a.ts', './b'), null));

  it('ten thousand files are no burden', () => {
    const files = Object.fromEntries(Array.from({ length: 10_000 }, (_, i) => [`p${i % 100}/sub${i % 7}/m${i}.py`, '']));
    const started = performance.now();
    const modules = modulesOf(files);
    for (const path of Object.keys(files)) { modules(path, 'sqlalchemy.orm'); modules(path, '.x'); modules(path, `sub${Number(path.length) % 7}.m3`); }
    assert.ok(performance.now() - started < 1500);
  });
});

describe('TOML', () => {
  const TEXTS: readonly (readonly [string, unknown])[] = [
    ['a = 1\nb.c = "x\\n"\n[d]\n"e f" = [1, \'y\', # no\n true]\n[[g]]\nh = { i = """z""", j.k = 2020-01-01 }', { a: 1, b: { c: 'x\n' }, d: { 'e f': [1, 'y', true] }, g: { h: { i: 'z', j: { k: '2020-01-01' } } } }],
    ['= x\n]\n[\na = \nb = [1', { b: [1] }],
    ['__proto__ = { x = 1 }', JSON.parse('{"__proto__": {"x": 1}}')],
    [`a = ${'['.repeat(5000)}`, undefined],
  ];
  for (const [text, expected] of TEXTS) it(JSON.stringify(text.slice(0, 40)), () => (expected === undefined ? assert.ok(readToml(text)) : assert.equal(JSON.stringify(readToml(text)), JSON.stringify(expected))));
});
