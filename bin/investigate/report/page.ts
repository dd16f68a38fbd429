import { documentOf } from '../../preview/page/document';
import { html, type Html, withDates } from '../../preview/page/html';
import type { Report } from './report';
import type { Section } from './section';

/** The report as a self-contained page, in the look of the preview's page. It needs no JavaScript. */
export function pageOf({ title, lead, sections, notes }: Report): string {
  return documentOf({
    title,
    body: html`<header>
        <p class="product">iam-lapse</p>
        <h1>${title}</h1>
        ${lead.map((sentence) => html`<p>${withDates(sentence)}</p>`)}
      </header>
      <main>
        ${sections.map(sectionOf)}
        <section>
          <h2>What this does not show</h2>
          <ul>
            ${notes.map((note) => html`<li>${withDates(note)}</li>`)}
          </ul>
        </section>
      </main>`,
  });
}

function sectionOf(section: Section): Html {
  const { title, grave, note } = section;
  const content = html`${note === undefined ? undefined : html`<p class="note">${withDates(note)}</p>`}
  ${tableOf(section)}`;
  return grave
    ? html`<section class="halts">
        <h2><strong>${heading(title)}</strong></h2>
        ${content}
      </section>`
    : html`<section>
        <h2>${heading(title)}</h2>
        ${content}
      </section>`;
}

/** Titles are in capitals for the terminal. Abbreviations stay in capitals. */
function heading(title: string): string {
  const words = title.split(' ').map((word) => (word === 'MFA' ? word : word.toLowerCase()));
  const text = words.join(' ');
  return text.charAt(0).toUpperCase() + text.slice(1);
}

/** A cell of at most so many characters breaks nowhere, and leaves the room to the long ones. */
const SHORT = 16;

/** A column that is empty in all rows is left out. On a phone, a row is a line of text, as in the terminal. */
function tableOf({ columns, rows }: Section): Html {
  if (rows.length === 0) return html``;
  const filled = columns
    .map((title, index) => ({ title, index }))
    .filter(({ index }) => rows.some((row) => row[index] !== ''));
  return html`<table class="report">
    <thead>
      <tr>
        ${filled.map(({ title }) => html`<th scope="col">${title}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${filled.map(({ index }) => cellOf(row[index] ?? ''))}
          </tr>`,
      )}
    </tbody>
  </table>`;
}

function cellOf(cell: string): Html {
  const short = cell.length <= SHORT ? html` class="short"` : undefined;
  return html`<td${short}>${withDates(cell)}</td>`;
}
