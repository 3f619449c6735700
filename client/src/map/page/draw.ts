import { type Draw, kindId, tableId } from '../../../../server/src/report/map/draw.ts';
import { esc } from '../../../../server/src/report/map/escape.ts';
import { placeText } from '../../../../server/src/report/map/words.ts';

/** Places and rules open in the editor; the code itself is at hand there. */
export const drawView = (databases: boolean): Draw => ({
  place: (place, words) => `<a class="place" href="#" data-uri="${attribute(place.path)}" data-line="${place.line}" data-column="${place.column}" title="${esc(placeText(place))}">${esc(words ?? placeText(place))}</a>`,
  excerpt: () => '',
  rule: (rule) => `<a class="rule" href="#" data-rule="${esc(rule)}">${esc(rule)}</a>`,
  databases, kindId, tableId,
});

/** An address must stay whole: what is shown may be cut, what is opened may not. */
const attribute = (text: string): string => text.replace(/[&<>"']/g, (c) => `&#${c.charCodeAt(0)};`);
