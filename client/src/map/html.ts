import { filterHtml, legendHtml } from '../../../server/src/report/map/legend.ts';
import { markSprite } from '../../../server/src/report/map/marks.ts';

/** What a page is made with. `source`: where resources may come from. */
export interface PageParts { readonly nonce: string; readonly source: string; readonly script: string; readonly style: string }

/** The page without its bands: its script draws them from what the editor sends. Nothing but our own style and script is let in, and nothing is loaded from elsewhere. */
export function mapPage({ nonce, source, script, style }: PageParts): string {
  return `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src ${source}; script-src 'nonce-${nonce}'; base-uri 'none'; form-action 'none'"><meta name="viewport" content="width=device-width, initial-scale=1"><title>Index Map</title><link rel="stylesheet" href="${style}"></head>
<body class="view">${markSprite}<header class="top"><h1 class="sr">Index Map</h1><div class="tools">${filterHtml}<label class="follow"><input type="checkbox" id="follow" checked> Follow the cursor</label></div><p id="summary" class="read" role="status">Reading the workspace…</p>${legendHtml}</header>
<main id="map"></main>
<script nonce="${nonce}" src="${script}"></script></body></html>
`;
}
