import { html, type Html } from './html';

/** Further items are folded away behind a click. */
const MAX_ITEMS = 12;

/** A list of which everything beyond a dozen is folded away. `layout` is the lists' class. */
export function foldedList(items: readonly Html[], layout: string): Html {
  const rest = items.slice(MAX_ITEMS);
  return html`${listOf(items.slice(0, MAX_ITEMS), layout)}
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
