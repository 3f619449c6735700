import type { Program, ProgramClass } from '../../facts/program.ts';
import type { TableDecl } from '../../facts/schema.ts';
import { ownSymbol } from '../../lang/model-names.ts';

/** The classes of a file that may make a table: where an index can be written. Their tables are told in link/, so none is named here. */
export function readTables({ classes, places }: Program): readonly TableDecl[] {
  return classes.filter(mayMakeTable).flatMap((decl): TableDecl[] => {
    const [span, nameSpan] = [places[decl.at], places[decl.nameAt]];
    if (span === undefined || nameSpan === undefined) return [];
    return [{ kind: 'table', adapter: 'home-made', symbol: ownSymbol(decl.name), name: { unknown: 'made by code of the project' }, schema: null, dialect: null, columns: [], constraints: [], indexes: [], casing: null, span, nameSpan, partial: null }];
  });
}

/** A class that says something of itself in texts or lists; what SQLAlchemy names so is its own. */
const mayMakeTable = ({ attrs }: ProgramClass): boolean =>
  !attrs.some(({ name }) => name === '__tablename__' || name === '__table__') && attrs.some(({ value }) => value !== null && /^(?:text|format|list|dict)$/.test(value.e));
