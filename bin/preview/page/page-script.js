// Runs in the reader's browser. It sorts and filters the table that is already in the page. It reads everything from
// the page, and it writes text, never markup.
(() => {
  'use strict';
  /** A browser needs a second to lay out ten thousand rows, which is too long after a keystroke. */
  const MAX_ROWS = 200;
  // Paper has nothing to click, so print everything that is folded away on a screen.
  let folded = [];
  window.addEventListener('beforeprint', () => {
    folded = [...document.querySelectorAll('details:not([open])')];
    for (const details of folded) details.open = true;
  });
  window.addEventListener('afterprint', () => {
    for (const details of folded) details.open = false;
  });

  const table = document.querySelector('table.findings');
  const controls = document.getElementById('controls');
  // This page has no findings.
  if (!table || !controls) return;
  const body = table.tBodies[0];
  const heads = [...table.tHead.rows[0].cells];
  const filter = document.getElementById('filter');
  const shown = document.getElementById('shown');
  const more = document.getElementById('more');
  const inUse = document.getElementById('in-use');
  const boxes = [...controls.querySelectorAll('input[type=checkbox]')];
  const known = new Set(boxes.map((box) => box.value));
  const rows = [...body.rows].map((element) => ({
    element,
    verdict: element.className,
    text: element.textContent.toLowerCase(),
  }));
  const collator = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
  let sorted = rows;
  let limit = MAX_ROWS;

  function show(atMost) {
    const words = filter.value.toLowerCase().split(/\s+/).filter(Boolean);
    const verdicts = new Set(boxes.filter((box) => box.checked).map((box) => box.value));
    const found = sorted.filter(({ text }) => words.every((word) => text.includes(word)));
    // A verdict without a checkbox is always shown.
    const matches = found.filter(({ verdict }) => verdicts.has(verdict) || !known.has(verdict));
    const leftOut = verdicts.has('inUse') ? 0 : found.filter(({ verdict }) => verdict === 'inUse').length;
    const first = matches.slice(0, atMost);
    body.replaceChildren(...first.map(({ element }) => element));
    const beyond = matches.length - first.length;
    shown.textContent =
      (beyond === 0
        ? `${matches.length} of ${rows.length} shown`
        : `Showing the first ${first.length} of ${matches.length} matches, ${rows.length} in all`) +
      (leftOut === 0 ? '' : `; ${leftOut} in use left out`);
    table.hidden = matches.length === 0;
    inUse.hidden = leftOut === 0;
    inUse.textContent = `Show the ${leftOut} in use`;
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
      // Unknown values come last in both directions.
      if (one.key === '' || other.key === '') return Number(one.key === '') - Number(other.key === '');
      return sign * compare(one.key, other.key);
    });
    sorted = keyed.map(({ row }) => row);
    for (const other of heads) other.removeAttribute('aria-sort');
    head.setAttribute('aria-sort', direction);
    show(limit);
  }

  for (const head of heads) {
    const button = document.createElement('button');
    button.type = 'button';
    button.append(...head.childNodes);
    button.addEventListener('click', () => sortBy(head));
    head.append(button);
  }
  filter.addEventListener('input', () => show(limit));
  controls.addEventListener('change', () => show(limit));
  controls.addEventListener('submit', (event) => event.preventDefault());
  more.addEventListener('click', () => {
    limit = Infinity;
    show(limit);
  });
  inUse.addEventListener('click', () => {
    boxes.find(({ value }) => value === 'inUse').checked = true;
    show(limit);
  });
  // Paper has no button for the rest.
  window.addEventListener('beforeprint', () => show(Infinity));
  window.addEventListener('afterprint', () => show(limit));
  // A browser that returns to the page restores the typed filter.
  window.addEventListener('pageshow', () => show(limit));
  controls.hidden = false;
  show(limit);
})();
