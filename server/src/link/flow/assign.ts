import type { FlowTarget } from '../../facts/flow.ts';
import { elementOf, itemOf } from './elements.ts';
import { bind, type Env, lookup } from './env.ts';
import { evaluate } from './evaluate.ts';
import { join } from './join.ts';
import { changed } from './perform.ts';
import { readAttr } from './read.ts';
import { THIS, union } from './roots.ts';
import type { Run } from './run.ts';
import { type ListValue, type ObjectValue, rootsOf, type SymbolValue, unknown, type Value, withRoots } from './values.ts';

/** Gives a value to what is assigned to; `op` as in `+=`. */
export function assign(run: Run, env: Env, target: FlowTarget, value: Value, op: string | null): void {
  switch (target.t) {
    case 'name': assignName(env, target.name, value, op); return;
    case 'attr': assignAttr(run, evaluate(run, env, target.of), target.name, value); return;
    case 'item': assignItem(run, env, target, value); return;
    case 'list': {
      target.items.forEach((item, index) => {
        if (item === null) return;
        assign(run, env, item, target.rest === true && index === target.items.length - 1 ? value : itemOf(value, index), null);
      });
      return;
    }
    case 'object': {
      for (const { key, target: inner, value: otherwise } of target.entries) assign(run, env, inner, withDefault(run, env, readAttr(run, value, key, [0, 0]), otherwise), null);
      if (target.rest !== null) bind(env, target.rest, value);
      return;
    }
    case 'other':
  }
}

/** What a name is where its pattern has a default. */
function withDefault(run: Run, env: Env, value: Value, otherwise: Parameters<typeof evaluate>[2] | undefined): Value {
  if (otherwise === undefined) return value;
  const missing = evaluate(run, env, otherwise);
  if (value.v === 'constant' && value.value === null) return missing;
  if (value.v === 'unknown') return value.roots.size === 0 ? missing : withRoots(missing, value.roots);
  return value.v === 'symbol' && value.hint === null ? { ...value, hint: missing } : value;
}

function assignName(env: Env, name: string, value: Value, op: string | null): void {
  const before = op === null ? null : lookup(env, name);
  if (before === null) { bind(env, name, value); return; }
  if (before.v === 'list') { addTo(before, op === '+' && value.v === 'list' ? elementOf(value, null) : value); return; }
  if (op === '+' && value.v === 'list') { bind(env, name, value); return; }
  bind(env, name, op === '??' || op === '||' || op === '&&' ? join(before, value) : unknown(union(rootsOf(before), rootsOf(value))));
}

/** One more element. */
export function addTo({ cell }: ListValue, value: Value): void {
  const before = cell.items === null || cell.items.length === 0 ? cell.element : [...cell.items].reduce(join, cell.element ?? cell.items[0] ?? value);
  cell.items = null;
  cell.element = before === null ? value : join(before, value);
}

export function setField({ cell }: ObjectValue, name: string, value: Value): void {
  const before = cell.fields.get(name);
  cell.fields.set(name, before === undefined ? value : join(before, value));
}

function assignAttr(run: Run, of: Value, name: string, value: Value): void {
  if (of.v === 'object') { setField(of, name, value); return; }
  if (of.v === 'row' || (of.v === 'instance' && of.model !== null)) { changed(run, union(rootsOf(of), rootsOf(value))); return; }
  if (of.v !== 'symbol') return;
  if (of.hint?.v === 'row') changed(run, union(of.roots, rootsOf(value)));
  if (isSelf(run, of)) { const before = run.sets.get(name); run.sets.set(name, before === undefined ? value : join(before, value)); }
}

const isSelf = (run: Run, { form }: SymbolValue): boolean => form.is === 'param' && (form.index === THIS || (form.index === 0 && run.unit.file.endsWith('.py') && run.world.code.unit(run.unit)?.fn.flags.includes('method') === true));

function assignItem(run: Run, env: Env, { of, index }: Extract<FlowTarget, { readonly t: 'item' }>, value: Value): void {
  const container = evaluate(run, env, of);
  const key = evaluate(run, env, index);
  if (container.v === 'list') { addTo(container, value); return; }
  if (container.v !== 'object') return;
  if (key.v === 'constant' && typeof key.value === 'string') { setField(container, key.value, value); return; }
  container.cell.rest = container.cell.rest === null ? withRoots(value, rootsOf(key)) : join(container.cell.rest, value);
}

