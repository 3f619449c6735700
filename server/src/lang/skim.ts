import { packSkim, type Skim } from '../facts/skim.ts';
import { isScript, languageOf } from '../text/language.ts';
import { skimPython } from './python/skim.ts';
import { skimScript } from './typescript/skim.ts';

/** What a file of a host language imports, by a look at its text alone; null where it imports nothing. Linear in the text. */
export function skimOf(path: string, text: string): Skim | null {
  const language = languageOf(path);
  if (language === 'python') return packSkim(skimPython(text));
  return isScript(language) ? packSkim(skimScript(text)) : null;
}
