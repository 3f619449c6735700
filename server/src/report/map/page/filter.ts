import { textOf } from './cells.ts';

/** Words in a band, by the band; forgotten when it is drawn anew. */
const words = new WeakMap<Element, string>();

/** What a band can be found by; `extra` stands for a body that is not drawn yet. */
export type Extra = (band: HTMLElement) => string;

/** Narrows the bands to those that have every word of the box: a table, a column, a file, a rule. */
export function filterBox(root: HTMLElement, extra: Extra = () => ''): { readonly apply: () => void } {
  const box = document.getElementById('filter');
  const said = document.getElementById('filtered');
  const apply = (): void => {
    const wanted = box instanceof HTMLInputElement ? box.value.toLowerCase().split(/\s+/).filter((word) => word !== '') : [];
    const bands = [...root.querySelectorAll<HTMLElement>('.band')];
    const left = bands.filter((band) => {
      const fits = wanted.length === 0 || wanted.every((word) => textIn(band, extra).includes(word));
      band.classList.toggle('hidden', !fits);
      return fits;
    });
    for (const section of root.querySelectorAll<HTMLElement>('.bands')) section.classList.toggle('hidden', wanted.length > 0 && section.querySelector('.band:not(.hidden)') === null);
    if (said) said.textContent = wanted.length === 0 ? '' : left.length === 0 ? 'No table fits.' : `${left.length} of ${bands.length} tables`;
  };
  box?.addEventListener('input', apply);
  return { apply };
}

function textIn(band: HTMLElement, extra: Extra): string {
  const known = words.get(band);
  if (known !== undefined) return known;
  const text = `${textOf(band)} ${extra(band)}`.toLowerCase();
  words.set(band, text);
  return text;
}
