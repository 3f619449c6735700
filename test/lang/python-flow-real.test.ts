import assert from 'node:assert/strict';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { before, describe, it } from 'node:test';
import type { FileFlow } from '../../server/src/facts/flow.ts';
import { python } from '../support/python.ts';
import { pythonOf } from './python/support.ts';
import { processorTime } from './support.ts';

/** Every place in a flow lies in the one around it; a node that is not there has none. */
function misplaced(value: unknown, around: readonly [number, number], path: string): string[] {
  if (typeof value !== 'object' || value === null) return [];
  const at: unknown = 'at' in value ? value.at : undefined;
  const own: readonly [number, number] = Array.isArray(at) ? [Number(at[0]), Number(at[1])] : around;
  const inside = own[0] >= around[0] && own[1] <= around[1] && own[0] <= own[1];
  const absent = 'e' in value && value.e === 'unknown' && own[0] === 0 && own[1] === 0;
  return [...(inside || absent ? [] : [`${path} ${own.join('-')} in ${around.join('-')}`]), ...Object.entries(value).flatMap(([key, child]) => (key === 'at' ? [] : misplaced(child, own, `${path}.${key}`)))];
}

function check(flow: FileFlow, text: string, file: string): void {
  assert.deepEqual(JSON.parse(JSON.stringify(flow)), flow, file);
  for (const unit of flow.units) {
    assert.ok(unit.span.start >= 0 && unit.span.end <= text.length && unit.span.start < unit.span.end, file);
    assert.deepEqual(misplaced(unit.fn, [0, unit.span.end - unit.span.start], `${file} ${unit.name}`), []);
  }
  for (const { span, fields, name } of flow.classes) assert.deepEqual(misplaced(fields, [0, span.end - span.start], `${file} ${name}`), []);
  const units = [...flow.units].sort((a, b) => a.span.start - b.span.start);
  assert.deepEqual(units, flow.units, `${file}: units stand in order`);
  for (const [index, unit] of units.entries()) assert.ok(unit.span.end <= (units[index + 1]?.span.start ?? text.length), `${file}: units do not overlap`);
}

/** The sources of a library that is installed, as people wrote them. */
function sources(): { readonly file: string; readonly text: string }[] {
  const folder = python('import os, sqlalchemy; print(os.path.dirname(sqlalchemy.__file__), end="")').stdout;
  return readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.py')).sort().map((name) => ({ file: name, text: readFileSync(join(folder, name), 'utf8') }));
}

describe('the sources of a library', () => {
  let files: ReturnType<typeof sources> = [];
  before(() => { files = sources(); });
  it('places lie within their units, and nothing is lost as JSON', () => {
    assert.ok(files.length > 100);
    let loops = 0;
    for (const { file, text } of files) {
      const flow = pythonOf(text).flow?.() ?? assert.fail();
      check(flow, text, file);
      loops += JSON.stringify(flow).split('"s":"loop"').length - 1;
    }
    assert.ok(loops > 500);
  });
  it('files that are cut anywhere give what can be known', () => {
    for (const [index, { file, text }] of files.entries()) {
      if (index % 12 !== 0 || text.length > 60_000) continue;
      for (const share of [0.31, 0.77]) {
        const cut = text.slice(0, Math.floor(text.length * share));
        check(pythonOf(cut).flow?.() ?? assert.fail(), cut, file);
      }
    }
  });
  it('costs a small part of what reading the files does', () => {
    for (const { text } of files.slice(0, 40)) pythonOf(text).flow?.();
    const [reading, flowing] = files.reduce(([read, flowed], { text }) => {
      const start = processorTime();
      const outline = pythonOf(text);
      const [calls, bindings] = [outline.calls.length, outline.bindings.length];
      const middle = processorTime();
      outline.flow?.();
      return [read + middle - start + (calls + bindings < 0 ? 1 : 0), flowed + processorTime() - middle];
    }, [0, 0]);
    assert.ok(flowing < reading * 0.4, `${flowing.toFixed(0)} ms beside ${reading.toFixed(0)} ms`);
  });
});
