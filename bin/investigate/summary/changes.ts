import type { Change } from '../investigation';
import { groupsOf } from './tally';
import { tellingCall } from './telling-calls';
import type { UserEvent } from './user-event';

/** The gravest first: what blinds you, who got access, what lets somebody in again, and under which other names. */
const CONCERNS: readonly Change['concern'][] = ['watching', 'access', 'credentials', 'sessions'];
/** What AWS refused tells what somebody wanted, but changed nothing. */
const OUTCOMES: readonly Change['outcome'][] = ['done', 'denied', 'failed'];

/**
 * What the user created, gave, changed or stopped, and what it tried to. Equal changes are one entry. Within a concern,
 * what was done comes first, and the latest before the earlier.
 */
export function changesOf(events: readonly UserEvent[]): Change[] {
  const changes = events.flatMap((event) => {
    const what = whatOf(event);
    return what === undefined ? [] : [{ event, ...what }];
  });
  const described = new Map(changes.map(({ event, ...what }) => [event, what]));
  const groups = groupsOf([...described.keys()], (event) => [
    event.service,
    event.name,
    described.get(event)?.what,
    event.outcome,
    event.error,
    event.region,
  ]);
  return groups
    .flatMap(({ latest, span }) => {
      const what = described.get(latest);
      if (!what) return [];
      const { name, service, outcome, error, region } = latest;
      return [
        {
          ...what,
          event: name,
          service,
          outcome,
          ...(error === undefined ? {} : { error }),
          region,
          ...span,
        },
      ];
    })
    .toSorted(
      (one, other) =>
        CONCERNS.indexOf(one.concern) - CONCERNS.indexOf(other.concern) ||
        OUTCOMES.indexOf(one.outcome) - OUTCOMES.indexOf(other.outcome) ||
        Date.parse(other.last) - Date.parse(one.last),
    );
}

function whatOf({
  service,
  name,
  parameters,
  issuedKey,
}: UserEvent): Pick<Change, 'concern' | 'what' | 'user'> | undefined {
  const telling = tellingCall(service, name);
  if (!telling) return undefined;
  const [concern, phrase] = telling;
  const of = (parameter: string, otherwise = '(name not recorded)') => parameters.get(parameter) ?? otherwise;
  const user = parameters.get('newUserName') ?? parameters.get('userName');
  return { concern, what: phrase({ of, issued: issuedKey }), ...(user === undefined ? {} : { user }) };
}
