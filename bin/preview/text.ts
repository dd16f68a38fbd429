import { type Credential, nameOf } from '../../lambda/domain/credential';
import { count, wrap, printable } from '../../lambda/domain/text';
import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import { noticeAssumption } from './assessment';

/** A first day may announce thousands; `--json` has them all. */
const MAX_NAMES = 50;

/** `bob, password`: what people call it. */
export function displayName(credential: Credential): string {
  return `${credential.user.name}, ${nameOf(credential)}`;
}

/** The forecast below the digest: on what it rests, then the days on which something happens. */
export function forecastText(
  days: readonly ForecastDay[],
  assumed: { readonly assumeAnnounced: boolean },
): string {
  const busy = days.filter(
    ({ announced, disabled, waiting }) => announced.length + disabled.length + waiting > 0,
  );
  return [
    `FORECAST (${count(days.length, 'day')})`,
    ...wrap(
      `If ${noticeAssumption(assumed)}, the mode is enforce from the first day on, nobody uses any of them, every digest is delivered and the policy stays as it is. Days on which nothing happens are left out.`,
      2,
    ),
    ...(busy.length === 0 ? ['', '  Nothing happens.'] : busy.flatMap(dayLines)),
    '',
  ].join('\n');
}

function dayLines({ date, announced, disabled, waiting }: ForecastDay): string[] {
  return [
    '',
    `  ${date}`,
    ...named('disabled', disabled),
    ...(waiting > 0 ? [`    ${waiting} beyond that day's limit`] : []),
    ...named('announced', announced),
  ];
}

function named(what: string, credentials: readonly Credential[]): string[] {
  if (credentials.length === 0) return [];
  const more = credentials.length - MAX_NAMES;
  return [
    `    ${credentials.length} ${what}`,
    ...credentials.slice(0, MAX_NAMES).flatMap((one) => wrap(printable(displayName(one)), 6, 8)),
    ...(more > 0 ? [`      and ${more} more, which --json names`] : []),
  ];
}

/** How a title stands out from the text below it. */
export type Emphasis = (text: string) => string;

/** In a pipe the text stays as it is. */
export const plain: Emphasis = (text) => text;

/** For people at a terminal. */
export const bold: Emphasis = (text) => `\u001B[1m${text}\u001B[22m`;

/** A title is a line that starts with a word in capitals. */
export function emphasizeTitles(body: string, emphasis: Emphasis): string {
  return body.replaceAll(/^[A-Z]{2,}.*$/gm, (title) => emphasis(title));
}
