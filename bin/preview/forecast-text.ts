import { type Credential, nameOf } from '../../lambda/domain/credential';
import type { ForecastDay } from '../../lambda/domain/forecast/forecast';
import { count, printable, wrap } from '../../lambda/domain/text';
import { noticeAssumption } from './notes';

/** A day may announce thousands of credentials; `--json` lists them all. */
const MAX_NAMES = 50;

/** The forecast below the digest: its assumptions, then each day on which something happens. */
export function forecastText(
  days: readonly ForecastDay[],
  options: { readonly assumeAnnounced: boolean },
): string {
  const busy = days.filter(
    ({ announced, disabled, waiting }) => announced.length + disabled.length + waiting.length > 0,
  );
  return [
    `FORECAST (${count(days.length, 'day')})`,
    ...wrap(
      `It assumes that ${noticeAssumption(options)}, the mode is enforce from the first day on, nobody uses these credentials, every digest is delivered and the policy does not change. It leaves out days on which nothing happens.`,
      2,
    ),
    ...(busy.length === 0 ? ['', '  Nothing happens.'] : busy.flatMap(dayLines)),
  ].join('\n');
}

/** `bob, password`. */
export function displayName(credential: Credential): string {
  return `${credential.user.name}, ${nameOf(credential)}`;
}

function dayLines({ date, announced, disabled, waiting }: ForecastDay): string[] {
  return [
    '',
    `  ${date}`,
    ...credentialLines('disabled', disabled),
    ...(waiting.length > 0 ? [`    ${waiting.length} over that day's limit`] : []),
    ...credentialLines('announced', announced),
  ];
}

function credentialLines(what: string, credentials: readonly Credential[]): string[] {
  if (credentials.length === 0) return [];
  const more = credentials.length - MAX_NAMES;
  return [
    `    ${credentials.length} ${what}`,
    ...credentials.slice(0, MAX_NAMES).flatMap((one) => wrap(printable(displayName(one)), 6, 8)),
    ...(more > 0 ? [`      and ${more} more; --json lists them all`] : []),
  ];
}
