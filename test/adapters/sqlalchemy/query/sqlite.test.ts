import { test } from 'node:test';
import { compareForms } from './compare.ts';

test('SQLite: what is read from Python is what SQLAlchemy 1.4 sends', () => { compareForms('1.4', 'sqlite', 'sqlite://'); });
test('SQLite: what is read from Python is what SQLAlchemy 2 sends', () => { compareForms('2.0', 'sqlite', 'sqlite://'); });
