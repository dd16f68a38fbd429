import { html, type Html } from './html';
import type { PageForecastDay } from './page-data';

/** More names than this fold away behind a click. */
const MAX_NAMES = 12;

/** What would happen on each of the next days, if nobody used anything until then. */
export function forecastOf(forecast: readonly PageForecastDay[]): Html {
  const most = Math.max(1, ...forecast.map(({ disabled }) => disabled.length));
  return html`<section aria-labelledby="forecast">
    <h2 id="forecast">Forecast</h2>
    ${
      forecast.length === 0
        ? html`<p class="note">No forecast was made.</p>`
        : html`<p class="note">
              What mode enforce would disable on each day, if nobody used anything until then.
            </p>
            <table class="forecast">
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col">Disabled</th>
                  <th scope="col">Credentials</th>
                  <th scope="col">Waiting</th>
                </tr>
              </thead>
              <tbody>
                ${stretchesOf(forecast).map((stretch) => rowOf(stretch, most))}
              </tbody>
            </table>`
    }
  </section>`;
}

/** A day on which something happens, or the days in a row on which nothing does. */
type Stretch =
  | { readonly kind: 'day'; readonly day: PageForecastDay }
  | { readonly kind: 'quiet'; readonly from: string; readonly to: string; readonly days: number };

function stretchesOf(forecast: readonly PageForecastDay[]): Stretch[] {
  const stretches: Stretch[] = [];
  for (const day of forecast) {
    const last = stretches.at(-1);
    const { date } = day;
    if (day.disabled.length > 0 || day.waiting > 0) stretches.push({ kind: 'day', day });
    else if (last?.kind === 'quiet') stretches.splice(-1, 1, { ...last, to: date, days: last.days + 1 });
    else stretches.push({ kind: 'quiet', from: date, to: date, days: 1 });
  }
  return stretches;
}

function rowOf(stretch: Stretch, most: number): Html {
  if (stretch.kind === 'quiet') {
    const { from, to, days } = stretch;
    return html`<tr class="quiet">
      <th scope="row">${from === to ? from : `${from} to ${to}`}</th>
      <td colspan="3">${days === 1 ? 'nothing' : `nothing on ${days} days`}</td>
    </tr>`;
  }
  const { date, disabled, waiting } = stretch.day;
  return html`<tr>
    <th scope="row">${date}</th>
    <td>
      <span class="amount">${disabled.length}</span>
      <svg class="amount-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bar beyond" width="${Math.round((100 * disabled.length) / most)}" height="10" />
      </svg>
    </td>
    <td>${namesOf(disabled)}</td>
    <td>${waiting === 0 ? '' : waiting}</td>
  </tr>`;
}

function namesOf(names: readonly string[]): Html {
  const rest = names.slice(MAX_NAMES);
  return html`${listOf(names.slice(0, MAX_NAMES))}
  ${
    rest.length === 0
      ? undefined
      : html`<details>
          <summary>and ${rest.length} more</summary>
          ${listOf(rest)}
        </details>`
  }`;
}

function listOf(names: readonly string[]): Html {
  return html`<ul class="names">
    ${names.map((name) => html`<li>${name}</li>`)}
  </ul>`;
}
