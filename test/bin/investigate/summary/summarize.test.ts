import { Investigation } from '../../../../bin/investigate/investigation';
import { reportOf } from '../../../../bin/investigate/report/report';
import { textOf } from '../../../../bin/investigate/report/text';
import { summarize } from '../../../../bin/investigate/summary/summarize';
import { ACCOUNT } from '../../../support/builders';
import { fc } from '../../../support/runs';
import { anInvestigation } from '../report/investigations';
import { bob, found, USER_ID } from './records';

const SUSPECT = { account: ACCOUNT, name: 'bob', userId: USER_ID, keyIds: new Set<string>() };

it('an event that two lookups or two regions have counts once, in the first region', () => {
  const twice = found({ id: 'one' });
  const { activity, eventsIn } = summarize(
    [
      { region: 'us-east-1', found: [twice, twice], writes: [] },
      { region: 'eu-west-1', found: [twice, found({ id: 'two' })], writes: [] },
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
        writes: [],
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

it('of the calls of anybody, those of the user count, and nobody else is counted', () => {
  const theirs = found({ id: 'one', record: { eventName: 'CreateUser', readOnly: false } });
  const somebody = found({ record: { userIdentity: { type: 'AssumedRole' } } });
  const { activity, leftOut, eventsIn } = summarize(
    [{ region: 'us-east-1', found: [found()], writes: [theirs, theirs, somebody, {}] }],
    SUSPECT,
    undefined,
  );
  expect(activity.calls.map(({ event }) => event)).toStrictEqual(['CreateUser', 'ListUsers']);
  expect(leftOut).toStrictEqual({ namesake: 0, other: 0, unreadable: 0 });
  expect(eventsIn.get('us-east-1')).toBe(2);
});

it('whatever a record has in its fields, the report of it can be shown', () => {
  const odd = fc.oneof(fc.jsonValue(), fc.constant(bob()), fc.string({ unit: 'binary' }));
  const record = fc.record(
    {
      userIdentity: fc.oneof(
        odd,
        fc.record({ accessKeyId: odd, sessionContext: odd }).map((fields) => bob(fields)),
      ),
      eventSource: fc.oneof(odd, fc.constantFrom('iam.amazonaws.com', 'signin.amazonaws.com')),
      eventName: fc.oneof(odd, fc.constantFrom('CreateUser', 'ConsoleLogin', 'AttachUserPolicy')),
      awsRegion: odd,
      sourceIPAddress: odd,
      userAgent: odd,
      errorCode: odd,
      errorMessage: odd,
      requestParameters: fc.oneof(odd, fc.record({ userName: odd, policyArn: odd })),
      responseElements: odd,
      additionalEventData: odd,
      resources: odd,
      readOnly: odd,
    },
    { requiredKeys: [] },
  );
  fc.assert(
    fc.property(fc.array(record, { maxLength: 5 }), (records) => {
      const { activity } = summarize(
        [{ region: 'us-east-1', found: records.map((each) => found({ record: each })), writes: [] }],
        SUSPECT,
        undefined,
      );
      const investigation = { ...anInvestigation(), activity };
      expect(Investigation.safeParse(investigation).error).toBeUndefined();
      expect(textOf(reportOf(investigation))).not.toMatch(/[^\P{C}\n]/u);
    }),
  );
});
