import { readRegion } from '../../../../bin/investigate/reading/event-history';
import { pacedCloudTrailClientIn } from '../../../../lambda/aws/cloudtrail-client';
import { DAY, HOUR } from '../../../../lambda/domain/instant';
import { NOW } from '../../../support/builders';
import { closeAll, onClose, serve } from '../../../support/clients';
import type { Fault } from '../../../support/fake-aws';
import { recordUserCall } from '../../../support/fake-aws';
import { bobsAccount, callsOfBob } from '../account';

afterEach(closeAll);

/** Reads us-east-1, which has 60 calls of bob: two pages. */
async function read(request: Partial<Parameters<typeof readRegion>[1]> = {}, fault?: Fault) {
  const account = bobsAccount();
  callsOfBob(account, 60);
  recordUserCall(account, 'eve', { at: NOW - HOUR, record: { eventName: 'CreateUser', readOnly: false } });
  const aws = await serve(account);
  if (fault) aws.faults.push({ service: 'cloudtrail', ...fault });
  const client = pacedCloudTrailClientIn('us-east-1', { ...aws.clientConfig, maxAttempts: 1 });
  onClose(() => client.destroy());
  let shown = 0;
  const history = await readRegion(
    client,
    { name: 'bob', keyIds: [], since: NOW - DAY, pages: 4, ...request },
    () => (shown += 1),
  );
  return { ...history, found: history.found.length, writes: history.writes.length, shown, calls: aws.calls };
}

it('reads all pages and says that there are no more', async () => {
  const { calls: _, ...history } = await read();
  expect(history).toStrictEqual({
    found: 60,
    writes: 0,
    pages: 2,
    more: false,
    completeSince: undefined,
    cause: undefined,
    shown: 2,
  });
});

it.each([
  [1, 50, true, NOW - 49_000],
  [2, 60, false, undefined],
])('with at most %i pages', async (pages, found, more, completeSince) => {
  expect(await read({ pages })).toMatchObject({ found, more, completeSince, cause: undefined });
});

it('is complete since the latest of the times at which a lookup ended', async () => {
  // The lookup by key finds the same events, and no lookup is complete from an earlier time on.
  const keyIds = ['AKIAEXAMPLEBOB000001', 'AKIAEXAMPLENOBODY001'];
  expect(await read({ pages: 1, keyIds })).toMatchObject({
    more: true,
    completeSince: NOW - 49_000,
  });
});

it('a lookup that fails after its first page keeps that page, and says why', async () => {
  const error = { code: 'AccessDeniedException', status: 400 };
  expect(await read({}, { skip: 1, error })).toMatchObject({
    found: 50,
    pages: 1,
    more: true,
    completeSince: NOW - 49_000,
    cause: expect.stringContaining('AccessDenied') as unknown,
  });
});

it('a response without a list is no empty list', async () => {
  expect(await read({}, { body: '{}' })).toMatchObject({
    found: 0,
    pages: 0,
    more: false,
    cause: expect.stringContaining('LookupEvents returned an unexpected response') as unknown,
  });
});

it('waits no longer than it may', async () => {
  expect(await read({ timeoutMs: 50 }, { latencyMs: 2_000 })).toMatchObject({
    found: 0,
    cause: 'LookupEvents did not answer in time',
  });
});

it('where the lookup by name leaves events, reads the calls that changed something, of anybody', async () => {
  const attributesOf = ({ calls }: Awaited<ReturnType<typeof read>>) =>
    calls.map(({ params }) => params['LookupAttributes']);
  const byWrite = JSON.stringify([{ AttributeKey: 'ReadOnly', AttributeValue: 'false' }]);
  const left = await read({ pages: 1 });
  expect(left).toMatchObject({ found: 50, writes: 1, pages: 2 });
  expect(attributesOf(left)).toContain(byWrite);
  expect(attributesOf(await read({ pages: 2 }))).not.toContain(byWrite);
});
