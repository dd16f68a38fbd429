import { foldedList } from './folded-list';
import { html, type Html, withDates } from './html';
import type { PageForecastDay } from './page-data';

/** What would happen on each of the next days if nobody used any credential until then. */
export function forecastOf(forecast: readonly PageForecastDay[]): Html {
  const most = Math.max(1, ...forecast.map(({ disabled }) => disabled.length));
  return html`<section aria-labelledby="forecast">
    <h2 id="forecast">Forecast</h2>
    ${
      forecast.length === 0
        ? html`<p class="note">No forecast was made.</p>`
        : html`<p class="note">
              What mode enforce would disable on each day if nobody used any credential until then.
            </p>
            <table class="forecast">
              <thead>
                <tr>
                  <th scope="col">Day</th>
                  <th scope="col">Disabled</th>
                  <th scope="col">Credentials</th>
                </tr>
              </thead>
              <tbody>
                ${periodsOf(forecast).map((period) => rowOf(period, most))}
              </tbody>
            </table>`
    }
  </section>`;
}

/** A day on which something happens, or several days in a row on which nothing happens. */
type Period =
  | { readonly kind: 'day'; readonly day: PageForecastDay }
  | { readonly kind: 'quiet'; readonly from: string; readonly to: string; readonly days: number };

function periodsOf(forecast: readonly PageForecastDay[]): Period[] {
  const periods: Period[] = [];
  for (const day of forecast) {
    const last = periods.at(-1);
    const { date } = day;
    if (day.disabled.length + day.waiting.length > 0) periods.push({ kind: 'day', day });
    else if (last?.kind === 'quiet') periods.splice(-1, 1, { ...last, to: date, days: last.days + 1 });
    else periods.push({ kind: 'quiet', from: date, to: date, days: 1 });
  }
  return periods;
}

function rowOf(period: Period, most: number): Html {
  if (period.kind === 'quiet') {
    const { from, to, days } = period;
    return html`<tr class="quiet">
      <th scope="row">${withDates(from === to ? from : `${from} to ${to}`)}</th>
      <td colspan="2">${days === 1 ? 'nothing' : `nothing on ${days} days`}</td>
    </tr>`;
  }
  const { date, disabled, waiting } = period.day;
  return html`<tr>
    <th scope="row">${withDates(date)}</th>
    <td>
      <span class="amount">${disabled.length}</span>
      <svg class="amount-bar" viewBox="0 0 100 10" preserveAspectRatio="none" aria-hidden="true">
        <rect class="bar beyond" width="${Math.round((100 * disabled.length) / most)}" height="10" />
      </svg>
    </td>
    <td>
      ${disabled.length === 0 ? undefined : foldedList(disabled.map(withDates), 'names')}
      ${waiting.length === 0 ? undefined : waitingOf(waiting)}
    </td>
  </tr>`;
}

/** Thousands may wait, and each of them on every day. The day on which it is disabled names each. */
const MAX_WAITING = 12;

function waitingOf(waiting: readonly string[]): Html {
  const more = waiting.length - MAX_WAITING;
  return html`<p class="waiting">${waiting.length} over that day's limit, so not yet:</p>
    <ul class="names">
      ${waiting.slice(0, MAX_WAITING).map((name) => html`<li>${withDates(name)}</li>`)}
      ${more > 0 ? html`<li>and ${more} more</li>` : undefined}
    </ul>`;
}
