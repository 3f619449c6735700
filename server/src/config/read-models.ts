import type { CustomModel, CustomShape, Slot } from '../facts/entry.ts';
import { type ConfigNode, entriesOf, itemsOf } from './node.ts';
import { fieldsOf, oneOf, type Reader, tell, unknown } from './reader.ts';

const SLOTS: readonly Slot[] = ['name', 'columns', 'unique', 'where'];
const FORMS = ['sql', 'column', 'columns'] as const;
const KEYS = ['baseClass', 'tableAttr', 'indexAttr', 'shape'] as const;

/** `models`: classes that keep their indexes in a list of their own. */
export function modelsOf(reader: Reader, node: ConfigNode): readonly CustomModel[] {
  const custom = fieldsOf(reader, node, ['custom'], 'an object such as { "custom": [] }').get('custom');
  if (custom !== undefined && custom.kind !== 'array') tell(reader, custom, 'This must be a list of what holds for classes.');
  return itemsOf(custom).flatMap((item) => modelOf(reader, item));
}

function modelOf(reader: Reader, node: ConfigNode): readonly CustomModel[] {
  const at = fieldsOf(reader, node, KEYS, 'an object that says what holds for classes');
  const [baseClass, tableAttr, indexAttr] = (['baseClass', 'tableAttr', 'indexAttr'] as const).map((key) => needed(reader, node, at.get(key), key));
  const shape = shapeOf(reader, node, at.get('shape'));
  return typeof baseClass !== 'string' || typeof tableAttr !== 'string' || typeof indexAttr !== 'string' || shape === null ? [] : [{ baseClass, tableAttr, indexAttr, shape }];
}

function needed(reader: Reader, owner: ConfigNode, node: ConfigNode | undefined, key: string): string | null {
  if (node?.kind === 'string') return node.value;
  tell(reader, node ?? owner, node === undefined ? `This needs ${JSON.stringify(key)}.` : 'This must be a string.');
  return null;
}

/** A form's name, the slots of a tuple in order, or the key of each slot. */
function shapeOf(reader: Reader, owner: ConfigNode, node: ConfigNode | undefined): CustomShape | null {
  if (node?.kind === 'string') return oneOf(reader, node, FORMS, 'shape') ?? null;
  if (node?.kind === 'array') return node.items.flatMap((item) => oneOf(reader, item, SLOTS, 'slot') ?? []);
  if (node?.kind !== 'object') { tell(reader, node ?? owner, node === undefined ? 'This needs "shape".' : 'This must be "sql", "column", "columns", a list of slots, or an object of slot and key.'); return null; }
  const keys = entriesOf(node).flatMap(({ key, keySpan, value }): [Slot, string][] => {
    const slot = SLOTS.find((one) => one === key);
    if (slot === undefined) tell(reader, { span: keySpan }, unknown('slot', key, SLOTS));
    const text = needed(reader, node, value, key);
    return slot === undefined || text === null ? [] : [[slot, text]];
  });
  return Object.fromEntries(keys);
}
