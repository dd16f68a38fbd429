import { html, type Html } from './html';

/** Further items are folded away behind a click. */
const MAX_ITEMS = 12;
/** The line to click takes the room of one or two. */
const MIN_FOLDED = 3;

/** A list of which what is beyond a dozen is folded away. `layout` is the lists' class. */
export function foldedList(items: readonly Html[], layout: string): Html {
  const shown = items.length - MAX_ITEMS < MIN_FOLDED ? items.length : MAX_ITEMS;
  const rest = items.slice(shown);
  return html`${listOf(items.slice(0, shown), layout)}
  ${
    rest.length === 0
      ? undefined
      : html`<details>
          <summary>and ${rest.length} more</summary>
          ${listOf(rest, layout)}
        </details>`
  }`;
}

function listOf(items: readonly Html[], layout: string): Html {
  return html`<ul class="${layout}">
    ${items.map((item) => html`<li>${item}</li>`)}
  </ul>`;
}
