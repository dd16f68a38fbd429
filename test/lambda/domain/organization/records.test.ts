import type * as z from 'zod';
import { ActItems, Allotment } from '../../../../lambda/domain/organization/act';
import { Roster, RosterItem } from '../../../../lambda/domain/organization/roster';
import { Told, ToldPlan } from '../../../../lambda/domain/organization/told';
import { parseRecord, RecordError, recordText } from '../../../../lambda/domain/strict-record';
import { accountId, aRoster, RUN } from './an-organization';

// Every record of an organization's run is strict: what is not understood stops whoever reads it.

const item = { version: 1, runId: RUN, id: accountId() } as const;
const toAccount = { accountId: accountId(), runs: [RUN], announced: ['a'], repeated: [] };
const RECORDS: readonly [string, z.ZodType, unknown][] = [
  ['accounts.json', Roster, aRoster()],
  ['roster.json', RosterItem.array(), [{ ...item, mode: 'dry-run' }]],
  ['act.json', ActItems, [{ ...item, ids: ['a'], barrier: 'changed' }]],
  [
    'allotment.json',
    Allotment,
    { version: 1, runId: RUN, items: [], room: 1, planned: 2, wouldBeDisabled: [], next: [] },
  ],
  [
    'told-plan.json',
    ToldPlan,
    { version: 1, runId: RUN, accounts: [toAccount], mail: { subject: 'a', body: 'b\n' } },
  ],
  ['told.json', Told, { version: 1, runId: RUN, ...toAccount, at: 0, subscribers: 1, digest: 's3://x' }],
];

it.each(RECORDS)('%s is read as it was written', (name, schema, record) => {
  expect(parseRecord(recordText(schema, record), schema, name)).toEqual(record);
});

it.each(RECORDS)('%s with a key that nobody knows is refused', (name, schema, record) => {
  const text = recordText(schema, record).replace('"version":1', '"version":1,"mood":"good"');
  expect(() => parseRecord(text, schema, name)).toThrow(RecordError);
  expect(() => parseRecord(text, schema, name)).toThrow(/Unrecognized key: "mood"/);
});

it.each(RECORDS)('%s of another version is refused', (name, schema, record) => {
  const text = recordText(schema, record).replace('"version":1', '"version":2');
  expect(() => parseRecord(text, schema, name)).toThrow(`${name} is not understood: `);
});
