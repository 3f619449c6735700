import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { after, describe, it } from 'node:test';
import { python } from '../support/python.ts';
import { type Files, symbolsOf } from './support.ts';

const MODELS = 'class Base: pass\nclass User(Base):\n    id = 1\nclass _Own: pass\n';

/** Files, the expression, and where Python itself says its class comes from; null where it is no name there. */
const CASES: readonly (readonly [string, Files, string])[] = [
  ['from a module', { 'models.py': MODELS, 'm.py': 'from models import User' }, 'User'],
  ['under another name', { 'models.py': MODELS, 'm.py': 'from models import User as U' }, 'U'],
  ['the module', { 'models.py': MODELS, 'm.py': 'import models' }, 'models.User'],
  ['a module under another name', { 'a/models.py': MODELS, 'm.py': 'import a.models as x' }, 'x.User'],
  ['a dotted module', { 'a/__init__.py': '', 'a/b/__init__.py': '', 'a/b/c.py': MODELS, 'm.py': 'import a.b.c' }, 'a.b.c.User'],
  ['a dotted module without packages', { 'a/b/c.py': MODELS, 'm.py': 'import a.b.c' }, 'a.b.c.User'],
  ['two modules of a package', { 'a/__init__.py': '', 'a/x.py': MODELS, 'a/y.py': 'class Post: pass', 'm.py': 'import a.x\nimport a.y' }, 'a.y.Post'],
  ['a submodule as a name', { 'a/__init__.py': '', 'a/models.py': MODELS, 'm.py': 'from a import models' }, 'models.User'],
  ['a subpackage as a name', { 'a/__init__.py': '', 'a/models/__init__.py': 'from .user import User', 'a/models/user.py': MODELS, 'm.py': 'from a import models as mm' }, 'mm.User'],
  ['beside it', { 'a/__init__.py': 'from . import r', 'a/models.py': MODELS, 'a/r.py': 'from . import models', 'm.py': 'from a import r' }, 'r.models.User'],
  ['above it', { 'a/__init__.py': '', 'a/models.py': MODELS, 'a/b/__init__.py': '', 'a/b/r.py': 'from ..models import User\nfrom .. import models', 'm.py': 'from a.b import r' }, 'r.User'],
  ['handed on', { 'a/__init__.py': 'from .models import User as Person', 'a/models.py': MODELS, 'm.py': 'from a import Person' }, 'Person'],
  ['handed on with all', { 'a/__init__.py': 'from .models import *', 'a/models.py': MODELS, 'm.py': 'from a import User' }, 'User'],
  ['all of all', { 'a/__init__.py': 'from .models import *', 'a/models.py': MODELS, 'm.py': 'from a import *' }, 'User'],
  ['all is what __all__ says', { 'x.py': 'class User: pass', 'y.py': '__all__ = ["Other"]\nclass User: pass\nclass Other: pass', 'm.py': 'from x import *\nfrom y import *' }, 'User'],
  ['all has no underscores', { 'x.py': MODELS, 'm.py': 'from x import *' }, '_Own'],
  ['all with an underscore', { 'x.py': `__all__ = ('User',)\n__all__ += ('_Own',)\n${MODELS}`, 'm.py': 'from x import *' }, '_Own'],
  ['by its name whatever __all__ says', { 'x.py': `__all__ = []\n${MODELS}`, 'm.py': 'from x import User' }, 'User'],
  ['the last of several', { 'x.py': 'class User: pass', 'y.py': MODELS, 'm.py': 'from x import *\nfrom y import *' }, 'User'],
  ['an alias', { 'models.py': MODELS, 'm.py': 'import models\nUsers = models.User\nAgain = Users' }, 'Again'],
  ['an alias of another file', { 'models.py': MODELS, 'x.py': 'import models\nUsers = models.User', 'm.py': 'import x' }, 'x.Users'],
  ['two side by side', { 'models.py': MODELS, 'm.py': 'import models\nA, B = models.Base, models.User' }, 'B'],
  ['only one of two is there', { 'models.py': MODELS, 'm.py': 'try:\n    from fast_models import User\nexcept ImportError:\n    from models import User' }, 'User'],
  ['only one of two is there, handed on', { 'models.py': MODELS, 'a.py': 'try:\n    from fast_models import User\nexcept ImportError:\n    from models import User', 'm.py': 'from a import User' }, 'User'],
  ['one that is None otherwise', { 'models.py': MODELS, 'm.py': 'try:\n    from models import User\nexcept ImportError:\n    User = None' }, 'User'],
  ['a cycle', { 'a/__init__.py': 'from .x import User', 'a/x.py': 'from .y import Post\nclass User: pass', 'a/y.py': 'class Post: pass\nfrom . import x', 'm.py': 'import a.y' }, 'a.y.x.User'],
  ['a name in a package before the module of that name', { 'a/__init__.py': 'from .user import user', 'a/user.py': 'class user:\n    class User: pass', 'm.py': 'from a import user' }, 'user'],
  ['a module of the same name as a class in it', { 'a/__init__.py': '', 'a/User.py': MODELS, 'm.py': 'from a import User' }, 'User.User'],
  ['brackets and comments', { 'models.py': MODELS, 'm.py': 'from models import (  # these\n    Base,\n    User as U, # and that\n)' }, 'U'],
  ['nothing of that name', { 'models.py': MODELS, 'm.py': 'import models' }, 'models.Nothing'],
];

/** Runs all projects in one Python: each in a folder of its own and a fresh set of modules. */
const SCRIPT = `
import json, os, sys
out = []
for folder, name in json.loads(sys.stdin.read()):
    before = set(sys.modules)
    sys.path.insert(0, folder)
    try:
        import m
        value = eval(name, vars(m))
        out.append([os.path.relpath(sys.modules[value.__module__].__file__, folder), value.__qualname__])
    except (AttributeError, NameError):
        out.append(None)
    sys.path.pop(0)
    for added in set(sys.modules) - before: del sys.modules[added]
print(json.dumps(out))
`;

const folder = mkdtempSync(join(tmpdir(), 'modules-'));
after(() => rmSync(folder, { recursive: true, force: true }));

function answersOfPython(): readonly (readonly [string, string] | null)[] {
  const asked = CASES.map(([, files, name], index) => {
    for (const [path, text] of Object.entries(files)) {
      const target = join(folder, String(index), path);
      mkdirSync(dirname(target), { recursive: true });
      writeFileSync(target, `${text}\n`);
    }
    return [join(folder, String(index)), name];
  });
  const { stdout, stderr, status } = python(SCRIPT, { input: JSON.stringify(asked) });
  assert.equal(status, 0, stderr);
  return JSON.parse(stdout);
}

describe('names of Python mean what Python says', () => {
  const answers = answersOfPython();
  CASES.forEach(([title, files, name], index) => {
    it(`${title}: ${name}`, () => {
      const symbols = symbolsOf(files);
      const expected = answers[index] ?? null;
      const fact = symbols.resolve('m.py', name.split('.'));
      assert.deepEqual(fact === null ? null : [fact.file, fact.fact.symbol], expected);
      const place = symbols.locate('m.py', name.split('.'));
      assert.deepEqual(place === null ? null : [place.file, place.path.join('.')], expected);
    });
  });
});

describe('names of Python that mean nothing certain', () => {
  const two = { 'x.py': 'class User: pass', 'y.py': 'class User: pass' };

  it('alternatives that are both there', () => assert.equal(symbolsOf({ ...two, 'm.py': 'try:\n    from x import User\nexcept ImportError:\n    from y import User' }).resolve('m.py', ['User']), null));

  it('the same name in two functions', () => assert.equal(symbolsOf({ ...two, 'm.py': 'def f():\n    from x import User\ndef g():\n    from y import User' }).resolve('m.py', ['User']), null));

  it('an import inside a function, and under TYPE_CHECKING', () => {
    assert.equal(symbolsOf({ ...two, 'm.py': 'def f():\n    from x import User' }).resolve('m.py', ['User', 'id'])?.file, 'x.py');
    assert.equal(symbolsOf({ ...two, 'm.py': 'if TYPE_CHECKING:\n    from y import User' }).resolve('m.py', ['User', 'id'])?.file, 'y.py');
  });

  it('what is left of a path', () => assert.deepEqual(symbolsOf({ ...two, 'm.py': 'import x' }).resolve('m.py', ['x', 'User', 'posts', 'id'])?.rest, ['posts', 'id']));

  it('cycles end', () => {
    const files = Object.fromEntries(Array.from({ length: 60 }, (_, i) => [`m${i}.py`, Array.from({ length: 60 }, (_, j) => `from m${j} import *`).join('\n')]));
    const started = performance.now();
    assert.equal(symbolsOf(files).resolve('m0.py', ['Nowhere']), null);
    assert.equal(symbolsOf({ 'a.py': 'from b import X\nY = Z\nZ = Y', 'b.py': 'from a import X' }).resolve('a.py', ['X']), null);
    assert.ok(performance.now() - started < 3000);
  });
});
