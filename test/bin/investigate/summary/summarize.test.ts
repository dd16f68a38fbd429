import { summarize } from '../../../../bin/investigate/summary/summarize';
import { ACCOUNT } from '../../../support/builders';
import { bob, found, USER_ID } from './records';

const SUSPECT = { account: ACCOUNT, name: 'bob', userId: USER_ID, keyIds: new Set<string>() };

it('an event that two lookups or two regions have counts once, in the first region', () => {
  const twice = found({ id: 'one' });
  const { activity, eventsIn } = summarize(
    [
      { region: 'us-east-1', found: [twice, twice] },
      { region: 'eu-west-1', found: [twice, found({ id: 'two' })] },
    ],
    SUSPECT,
    undefined,
  );
  expect(activity.events).toBe(2);
  expect(Object.fromEntries(eventsIn)).toStrictEqual({ 'us-east-1': 1, 'eu-west-1': 1 });
});

it('what is not by the user is counted apart, each once', () => {
  const broken = { EventId: 'x' };
  const namesake = found({ record: { userIdentity: bob({ principalId: 'AIDAEARLIER' }) } });
  const { activity, leftOut } = summarize(
    [
      {
        region: 'us-east-1',
        found: [
          found(),
          namesake,
          namesake,
          found({ record: { userIdentity: { type: 'AssumedRole' } } }),
          broken,
          broken,
        ],
      },
    ],
    SUSPECT,
    undefined,
  );
  expect({ events: activity.events, leftOut }).toStrictEqual({
    events: 1,
    leftOut: { namesake: 1, other: 1, unreadable: 1 },
  });
});
