import { bandBody, bandHead } from '../../../../server/src/report/map/band.ts';
import type { Draw } from '../../../../server/src/report/map/draw.ts';
import { findingHtml, loopsHtml } from '../../../../server/src/report/map/findings.ts';
import { isTrouble } from '../../../../server/src/report/map/kinds.ts';
import { makeGrids } from '../../../../server/src/report/map/page/keys.ts';
import type { ShownMap, ShownTable } from '../../../../server/src/report/map/shown.ts';
import { count } from '../../../../server/src/rules/words/list.ts';
import { keep, state } from './state.ts';

/** Bands that stand open from the beginning. */
const opened = 8;

interface Band { readonly element: HTMLDetailsElement; table: ShownTable; /** What it was drawn of; bodies are drawn when they are opened. */ text: string; drawn: boolean }

/** The bands on the page. What did not change keeps its element, and with it focus, scroll and what is open inside. */
export class Bands {
  readonly #root: HTMLElement;
  readonly #bands = new Map<string, Band>();
  readonly #sections: Readonly<Record<'trouble' | 'quiet' | 'elsewhere', HTMLElement>>;
  #draw: Draw;

  constructor(root: HTMLElement, draw: Draw) {
    [this.#root, this.#draw] = [root, draw];
    const section = (name: string): HTMLElement => {
      const element = document.createElement('section');
      element.className = `bands ${name} empty`;
      element.append(document.createElement('h2'));
      root.append(element);
      return element;
    };
    this.#sections = { trouble: section('trouble'), quiet: section('quiet'), elsewhere: section('elsewhere') };
    root.addEventListener('toggle', (event) => this.#toggled(event.target), true);
  }

  tables(): readonly ShownTable[] {
    return [...this.#bands.values()].map(({ table }) => table);
  }

  /** By what the element of a band is called. */
  table(element: HTMLElement): ShownTable | null {
    return this.#bands.get(element.id)?.table ?? null;
  }

  /** Opens a band and draws it now, not when the page next rests. */
  open(id: string): HTMLDetailsElement | null {
    const band = this.#bands.get(id);
    if (!band) return null;
    band.element.open = true;
    this.#drawBody(band);
    return band.element;
  }

  update(map: ShownMap, draw: Draw): void {
    this.#draw = draw;
    const ids = new Set(map.tables.map((table) => draw.tableId(table)));
    for (const [id, { element }] of this.#bands) if (!ids.has(id)) { element.remove(); this.#bands.delete(id); }
    const [trouble, quiet] = [map.tables.filter(isTrouble), map.tables.filter((table) => !isTrouble(table))];
    this.#fill(this.#sections.trouble, trouble, trouble.length === 0 ? 'Nothing to mend' : `${count(trouble.length, 'table', 'tables')} to look at`, opened);
    this.#fill(this.#sections.quiet, quiet, quiet.length === 0 ? '' : `${count(quiet.length, 'table', 'tables')} without trouble`, 0);
    this.#elsewhere(map, draw);
  }

  #fill(section: HTMLElement, tables: readonly ShownTable[], title: string, open: number): void {
    const [head] = section.children;
    if (head) head.textContent = title;
    section.classList.toggle('empty', tables.length === 0 && title === '');
    tables.forEach((table, i) => {
      const { element } = this.#band(table, i < open);
      element.className = `band ${isTrouble(table) ? 'trouble' : 'quiet'}`;
      const at = section.children[i + 1] ?? null;
      if (at !== element) section.insertBefore(element, at);
    });
  }

  #band(table: ShownTable, open: boolean): Band {
    const id = this.#draw.tableId(table);
    const text = JSON.stringify([table, this.#draw.databases]);
    const known = this.#bands.get(id);
    if (known) {
      if (known.text !== text) this.#redraw(known, table, text);
      return known;
    }
    const element = document.createElement('details');
    element.id = id;
    element.innerHTML = `${bandHead(table, this.#draw)}<div class="body"></div>`;
    const band: Band = { element, table, text, drawn: false };
    this.#bands.set(id, band);
    element.open = state().bands[id] ?? open;
    if (element.open) this.#drawBody(band);
    return band;
  }

  #redraw(band: Band, table: ShownTable, text: string): void {
    const { element } = band;
    const open = openInside(element);
    [band.table, band.text] = [table, text];
    element.querySelector('summary')?.replaceWith(fragment(bandHead(table, this.#draw)));
    if (!band.drawn) return;
    band.drawn = false;
    this.#drawBody(band);
    for (const details of element.querySelectorAll<HTMLDetailsElement>('.body details')) if (open.has(nameOf(details))) details.open = open.get(nameOf(details)) === true;
  }

  #drawBody(band: Band): void {
    const body = band.element.querySelector('.body');
    if (band.drawn || !body) return;
    band.drawn = true;
    body.innerHTML = bandBody(band.table, this.#draw);
    makeGrids(body);
  }

  #toggled(target: EventTarget | null): void {
    const band = target instanceof HTMLDetailsElement ? this.#bands.get(target.id) : undefined;
    if (!band) return;
    if (band.element.open) this.#drawBody(band);
    keep({ bands: { ...state().bands, [band.element.id]: band.element.open } });
  }

  #elsewhere({ elsewhere: { loops, findings } }: ShownMap, draw: Draw): void {
    const section = this.#sections.elsewhere;
    const html = loops.length + findings.length === 0 ? '' : `<h2>Of no table that is known</h2>${loopsHtml(loops, draw)}${findings.map((finding) => findingHtml(finding, draw)).join('')}`;
    section.innerHTML = html === '' ? '<h2></h2>' : html;
    section.classList.toggle('empty', html === '');
    this.#root.append(section);
  }
}

/** What tells the folds of one band apart. */
const nameOf = (details: Element): string => `${details.className} ${details.closest('.kind-entry')?.id ?? ''}`;

const openInside = (element: Element): ReadonlyMap<string, boolean> => new Map([...element.querySelectorAll<HTMLDetailsElement>('.body details')].map((details) => [nameOf(details), details.open]));

function fragment(html: string): DocumentFragment {
  const template = document.createElement('template');
  template.innerHTML = html;
  return template.content;
}
