import { GetAccessKeyLastUsedCommand, UpdateAccessKeyCommand } from '@aws-sdk/client-iam';
import { withAction } from '../../../lambda/aws/responses';
import type { AccessKeyId, UserName } from '../../../lambda/domain/identity';
import { type Belief, differs, holds, holdsIf, notTried } from '../belief';
import { LAST_READ_BACK_MS, readUntil, type Seen, seenText } from '../clock';
import { refusalOf } from '../refusal';
import { oncePerSandbox } from '../once';
import type { Sandbox } from '../sandbox';

interface Keys {
  readonly name: UserName;
  readonly first: Key;
  readonly second: Key;
}
type Key = Awaited<ReturnType<Sandbox['createKey']>>;

/** One user's two keys, created one right after the other. */
export const twoKeys = oncePerSandbox(async (sandbox): Promise<Keys> => {
  const { name } = await sandbox.user('keys');
  const first = await sandbox.createKey(name);
  const second = await sandbox.createKey(name);
  await readUntil(sandbox.clock, async () => (await sandbox.reader.keys(name)).length === 2);
  return { name, first, second };
});

const atMostTwo: Belief = {
  id: 'A17',
  belief: 'IAM refuses to create a third access key of a user.',
  expected: 'LimitExceeded',
  attempt: async (sandbox) => {
    const { name } = await twoKeys(sandbox);
    const refusal = await refusalOf(() => sandbox.createKey(name, sandbox.clients.once));
    if (refusal === undefined) return differs('IAM made a third key');
    return refusal === 'LimitExceeded' ? holds(refusal) : notTried(`IAM answered ${refusal}`);
  },
};

const wholeSeconds: Belief = {
  id: 'A18',
  belief: 'Creation times have whole seconds, so that two keys may have the same one.',
  expected: 'no fraction of a second',
  attempt: async (sandbox) => {
    const { first, second } = await twoKeys(sandbox);
    const apart = Math.abs(second.createdAt.getTime() - first.createdAt.getTime());
    const isWhole = [first, second].every(({ createdAt }) => createdAt.getTime() % 1000 === 0);
    const found = isWhole ? 'none' : 'a fraction of a second';
    return holdsIf(isWhole, `${found}; the two keys are ${apart / 1000} s apart`);
  },
};

interface Switched {
  readonly seen: Seen | undefined;
  readonly key: Key;
  /** After the key was set Inactive. */
  readonly listed: { readonly status: string; readonly createdAt: number } | undefined;
}

/** Sets the second key Inactive, once. The report is read for it, too. */
export const switchedOff = oncePerSandbox(async (sandbox): Promise<Switched> => {
  const { name, second: key } = await twoKeys(sandbox);
  const change = { UserName: name, AccessKeyId: key.id, Status: 'Inactive' } as const;
  await withAction('UpdateAccessKey', () => sandbox.clients.iam.send(new UpdateAccessKeyCommand(change)));
  let listed: Switched['listed'];
  const seen = await readUntil(sandbox.clock, async () => {
    listed = (await sandbox.reader.keys(name)).find(({ id }) => id === key.id);
    return listed !== undefined && listed.status !== 'Active';
  });
  return { seen, key, listed };
});

const inactive: Belief = {
  id: 'A19',
  belief: 'The status of a key that was set Inactive is the word Inactive.',
  expected: 'Inactive',
  attempt: async (sandbox) => {
    const { seen, listed } = await switchedOff(sandbox);
    if (!seen || !listed) return notTried('ListAccessKeys still shows the key as Active after 60 s');
    return holdsIf(listed.status === 'Inactive', JSON.stringify(listed.status));
  },
};

const visibleStatus: Belief = {
  id: 'A31',
  belief: 'A read shows a changed key within the 31 seconds in which a sweep reads back.',
  expected: 'at read 1, 2 or 3',
  attempt: async (sandbox) => {
    const { seen } = await switchedOff(sandbox);
    if (!seen) return differs('ListAccessKeys still shows it as Active after 60 s');
    return holdsIf(seen.ms <= LAST_READ_BACK_MS, seenText(seen));
  },
};

const statusMovesNoDate: Belief = {
  id: 'A34',
  belief: "A change of a key's status does not move its CreateDate.",
  expected: 'the same CreateDate',
  attempt: async (sandbox) => {
    const { seen, key, listed } = await switchedOff(sandbox);
    if (!seen || !listed) return notTried('ListAccessKeys still shows the key as Active after 60 s');
    // What is listed was cut to whole seconds.
    const moved = listed.createdAt - Math.floor(key.createdAt.getTime() / 1000) * 1000;
    return moved === 0 ? holds('the same CreateDate') : differs(`CreateDate moved by ${moved / 1000} s`);
  },
};

const neverUsed: Belief = {
  id: 'A28',
  belief: 'GetAccessKeyLastUsed of a key that was never used has no date, and N/A as the service.',
  expected: 'no date; N/A; N/A',
  attempt: async (sandbox) => {
    const { first } = await twoKeys(sandbox);
    const use = await lastUse(sandbox, first.id);
    if (!use) return notTried('GetAccessKeyLastUsed answered without a last use');
    const { LastUsedDate: at, ServiceName: service, Region: region } = use;
    return holdsIf(
      at === undefined && service === 'N/A' && region === 'N/A',
      `${at === undefined ? 'no date' : 'a date'}; ${service}; ${region}`,
    );
  },
};

async function lastUse({ clients: { iam } }: Sandbox, id: AccessKeyId) {
  const response = await withAction('GetAccessKeyLastUsed', () =>
    iam.send(new GetAccessKeyLastUsedCommand({ AccessKeyId: id })),
  );
  return response.AccessKeyLastUsed;
}

export const KEY_BELIEFS: readonly Belief[] = [
  atMostTwo,
  wholeSeconds,
  inactive,
  visibleStatus,
  statusMovesNoDate,
  neverUsed,
];
