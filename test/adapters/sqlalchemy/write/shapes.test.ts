import assert from 'node:assert/strict';
import { test } from 'node:test';
import { nameIndex } from '../../../../server/src/adapters/sqlalchemy/write/name.ts';
import { atColumns, behindClasses, imports, inArguments, ofKinds, type Shape } from './shapes.ts';
import { call, column, equals, key, outlineOf, removed, spec, written } from './support.ts';

const groups: Readonly<Record<string, readonly Shape[]>> = { 'at its column': atColumns, 'among the arguments of its table': inArguments, 'behind its class': behindClasses, 'of every kind': ofKinds, 'imported': imports };

for (const [title, shapes] of Object.entries(groups)) {
  for (const shape of shapes) {
    test(`an index ${title}: ${shape.name}`, () => {
      assert.equal(written(shape.before, shape.index, shape), shape.after);
      assert.deepEqual(outlineOf(shape.after).errors, [], 'it parses');
      if (shape.mark !== undefined) assert.equal(removed(shape.after, shape.index, shape.mark, shape), shape.before, 'taken out again');
    });
  }
}

const index = spec('ix_items_kind_name', ['kind', 'name']);

test('what cannot be written is left alone', () => {
  const refused: Readonly<Record<string, string>> = {
    'half a tuple': "class Item(Base):\n    __tablename__ = 'items'\n    __table_args__ = (Index('a', 'kind',\n    kind = Column(String)\n",
    'arguments of Table that are not told': "items = Table('items', metadata, *COLUMNS",
    'a class of a function, with a helper': "def make():\n    class Item(Base):\n        __tablename__ = 'items'\n        __table_args__ = indexes('kind')\n        kind = Column(String)\n    return Item\n",
  };
  for (const [why, text] of Object.entries(refused)) assert.equal(written(text, index), null, why);
});

test('what a database cannot have is refused', () => {
  const text = "class Item(Base):\n    __tablename__ = 'items'\n    kind = Column(String)\n";
  assert.equal(written(text, spec('i', ['kind'], { include: ['name'] }), { dialect: 'sqlite' }), null, 'INCLUDE');
  assert.equal(written(text, spec('i', ['kind'], { where: equals('kind', 'a') }), { dialect: 'mysql' }), null, 'a condition');
  assert.equal(written(text, spec('i', ['kind'], { method: 'gin' }), { dialect: 'sqlite' }), null, 'a method');
  assert.equal(written(text, spec('i', [])), null, 'no key');
});

test('half-typed files give no edit that loses a character, and never throw', () => {
  for (const { before } of [...atColumns, ...inArguments]) {
    for (let end = before.length; end > 0; end -= 7) {
      const text = before.slice(0, end);
      const after = written(text, index);
      if (after !== null) assert.ok(after.length >= text.length && outlineOf(after).errors.length <= outlineOf(text).errors.length, text);
    }
  }
});

test('names as SQLAlchemy makes them', () => {
  assert.equal(nameIndex(spec(null, ['org_id'])), 'ix_items_org_id');
  assert.equal(nameIndex({ ...spec(null, ['a', 'b']), table: 'app.items' }), 'ix_app_items_a_b');
  assert.equal(nameIndex(spec(null, [key(call('lower', column('email')))])), 'ix_items_lower_email');
});
