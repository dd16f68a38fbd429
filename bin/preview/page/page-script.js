// Runs in the reader's browser: sorts and filters the table that is there already. All it knows it reads from
// the page, and it writes texts, never markup.
(() => {
  'use strict';
  /** A browser takes a second to lay ten thousand rows out anew, which is too long after a keystroke. */
  const ROWS_AT_ONCE = 250;
  const table = document.querySelector('table.findings');
  const controls = document.getElementById('controls');
  // A page without findings.
  if (!table || !controls) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const filter = document.getElementById('filter');
  const shown = document.getElementById('shown');
  const more = document.getElementById('more');
  const boxes = [...controls.querySelectorAll('input[type=checkbox]')];
  const known = new Set(boxes.map((box) => box.value));
  const rows = [...body.rows].map((element) => ({
    element,
    verdict: element.className,
    text: element.textContent.toLowerCase(),
  }));
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  let sorted = rows;
  let most = ROWS_AT_ONCE;

  function show(atMost) {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const found = sorted.filter(
      // A verdict without a box of its own cannot be hidden by one.
      ({ verdict, text }) =>
        (verdicts.has(verdict) || !known.has(verdict)) && words.every((word) => text.includes(word)),
    );
    const first = found.slice(0, atMost);
    body.replaceChildren(...first.map(({ element }) => element));
    const beyond = found.length - first.length;
    shown.textContent =
      beyond === 0
        ? `${found.length} of ${rows.length} shown`
        : `The first ${first.length} of ${found.length} found shown, ${rows.length} in all`;
    more.hidden = beyond === 0;
    more.textContent = `Show the other ${beyond}`;
  }

  function sortBy(head) {
    const opposite = { ascending: 'descending', descending: 'ascending' };
    const direction = opposite[head.getAttribute('aria-sort')] ?? head.dataset.first;
    const compare =
      head.dataset.compare === 'number' ? (one, other) => Number(one) - Number(other) : collator.compare;
    const sign = direction === 'ascending' ? 1 : -1;
    const keyed = rows.map((row) => {
      const cell = row.element.cells[head.cellIndex];
      return { row, key: cell.dataset.sort ?? cell.textContent.trim() };
    });
    keyed.sort((one, other) => {
      // What is not known comes last either way.
      if (one.key === '' || other.key === '') return Number(one.key === '') - Number(other.key === '');
      return sign * compare(one.key, other.key);
    });
    sorted = keyed.map(({ row }) => row);
    for (const other of heads) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', direction);
    show(most);
  }

  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    button.addEventListener('click', () => sortBy(head));
    head.append(button);
  }
  filter.addEventListener('input', () => show(most));
  controls.addEventListener('change', () => show(most));
  controls.addEventListener('submit', (event) => event.preventDefault());
  more.addEventListener('click', () => {
    most = Infinity;
    show(most);
  });
  // Paper has no button to press: all that was found, and what is folded away on a screen.
  window.addEventListener('beforeprint', () => {
    show(Infinity);
    for (const details of document.querySelectorAll('details')) details.open = true;
  });
  window.addEventListener('afterprint', () => show(most));
  // A page that was left and come back to keeps what was typed.
  window.addEventListener('pageshow', () => show(most));
  controls.hidden = false;
  show(most);
})();
