import { documentOf } from '../../preview/page/document';
import { html, type Html } from '../../preview/page/html';
import type { Report } from './report';
import type { Section } from './section';

/** The report as a self-contained page, in the look of the preview's page. It needs no JavaScript. */
export function pageOf({ title, lead, sections, notes }: Report): string {
  return documentOf({
    title,
    body: html`<header>
        <p class="product">iam-lapse</p>
        <h1>${title}</h1>
        ${lead.map((sentence) => html`<p>${sentence}</p>`)}
      </header>
      <main>
        ${sections.map(sectionOf)}
        <section>
          <h2>What this does not show</h2>
          <ul>
            ${notes.map((note) => html`<li>${note}</li>`)}
          </ul>
        </section>
      </main>`,
  });
}

function sectionOf(section: Section): Html {
  const { title, grave, note } = section;
  const content = html`${note === undefined ? undefined : html`<p class="note">${note}</p>`}
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

function tableOf({ columns, rows }: Section): Html {
  if (rows.length === 0) return html``;
  return html`<table>
    <thead>
      <tr>
        ${columns.map((column) => html`<th scope="col">${column}</th>`)}
      </tr>
    </thead>
    <tbody>
      ${rows.map(
        (row) =>
          html`<tr>
            ${row.map((cell) => html`<td>${cell}</td>`)}
          </tr>`,
      )}
    </tbody>
  </table>`;
}
