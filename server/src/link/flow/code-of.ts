import type { FileFacts } from '../../facts/file.ts';
import type { ModuleResolver } from '../modules.ts';
import type { SymbolResolver } from '../symbols.ts';
import type { ClassRef, Code } from './code.ts';
import { familiesOf } from './code-families.ts';
import { fieldsOf } from './code-fields.ts';
import { functionNamed, indexOf } from './code-index.ts';
import { lineages } from './code-lineage.ts';
import { memberOf, type Members, staticMeaning } from './code-members.ts';
import { namesOf } from './code-names.ts';
import { typesOf } from './code-types.ts';
import type { UnitRef } from './summary.ts';

/** The functions and classes of a workspace. Everything is worked out when it is asked for, and kept: it is good for as long as the files are the same. */
export function codeOf(files: ReadonlyMap<string, FileFacts>, modules: ModuleResolver, symbols: SymbolResolver): Code {
  const index = (file: string) => indexOf(files.get(file));
  const classOf: Code['classOf'] = ({ file, name }) => index(file).classes.get(name) ?? null;
  const unit: Code['unit'] = ({ file, unit: name, ordinal }) => index(file).all.get(name)?.[ordinal] ?? null;
  const meaning: Code['meaning'] = namesOf(files, modules, symbols, (of, name) => staticMeaning(members, of, name));
  const members: Members = { index, lineage: lineages({ classOf, meaning }) };
  const families = familiesOf({ files, classOf, meaning });
  const types = typesOf({ meaning, unit, standsFor: families.standsFor });
  const field = fieldsOf({ lineage: members.lineage, index, types });
  const own = (of: ClassRef, name: string): UnitRef | null => functionNamed(index(of.file), `${of.name}.${name}`);
  return {
    facts: (file) => files.get(file) ?? null,
    unit, classOf, meaning, field,
    constant: (file, name) => index(file).constants.get(name) ?? null,
    units: (file) => index(file).units,
    method: (of, name) => memberOf(members, of, name)?.unit ?? null,
    above: (of, name) => memberOf({ ...members, lineage: (one) => members.lineage(one).slice(1) }, of, name)?.unit ?? null,
    type: types.ofText,
    made: types.ofExpr,
    given: types.given,
    overrides: (of, name) => families.below(of).flatMap((one) => own(one, name) ?? []),
  };
}
