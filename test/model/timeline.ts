import type { Journal, Run } from './journal';

/** What happened, one line each, for a person who wants to know why a law was broken. */
export function timelineOf({ runs, people }: Journal): string {
  const lines = [
    ...people.map(({ at, text }) => ({ at, text: `       ${text}` })),
    ...runs.flatMap((run) => [
      { at: run.startedAt, text: `#${run.invocation} ${headerOf(run)}` },
      ...run.writes.map(({ at, words, label }) => ({ at, text: `       DISABLED ${words} (${label})` })),
      ...run.delivered.map(({ at, subject, subscribers }) => ({
        at,
        text: `       mail to ${subscribers}: ${subject}`,
      })),
    ]),
  ];
  return lines
    .toSorted((one, other) => one.at - other.at)
    .map(({ at, text }) => `${new Date(at).toISOString().slice(0, 19).replace('T', ' ')} ${text}`)
    .join('\n');
}

function headerOf({ runId, mode, preview, repeats, ending, calls, anomalies }: Run): string {
  const what = preview ? 'preview' : (mode ?? 'mode ?');
  const again = repeats === undefined ? '' : ` (again #${repeats})`;
  const odd = anomalies.size > 0 ? ` [${[...anomalies].join(', ')}]` : '';
  return `${runId}${again} ${what}${odd}: ${endOf(ending)} after ${calls.length} calls`;
}

function endOf(ending: Run['ending']): string {
  switch (ending?.kind) {
    case 'answered':
      return ending.status;
    case 'threw':
      return `${ending.name} ${ending.message.slice(0, 200)}`;
    case 'killed':
    case 'refused':
    case 'hung':
      return ending.kind;
    case undefined:
      return 'did not end';
  }
}
