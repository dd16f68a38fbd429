import { sha256 } from '../../../lambda/domain/sha256';
import type { OrganizationRecords, Pin } from '../../../lambda/organization/ports';
import type { RecordStore } from '../../../lambda/record-store';
import { aRun } from '../invoke';
import { recordStore } from '../records';
import { MemberCalls, type Process } from './process';
import type { OrganizationProgram } from './program';
import type { OrganizationWorld } from './world';

/** The bucket below `organization/`: S3's conditional writes, and its versions. */
export function organizationRecords(process: Process, program: OrganizationProgram): OrganizationRecords {
  const { world } = process;
  const { bucket } = world;
  const latest = (key: string) => bucket.objects.get(key)?.at(-1);
  const put = (key: string, text: string): Pin => {
    bucket.writes += 1;
    const versionId = `v${bucket.writes}`;
    bucket.objects.set(key, [...(bucket.objects.get(key) ?? []), { text, versionId }]);
    return { versionId, sha256: sha256(text) };
  };
  return {
    location: (runId) => `s3://records/organization/runs/${runId}/`,
    consoleUrl: (runId) => `https://console.aws.amazon.com/s3/${runId}/`,
    keyOf: (runId, name) => `${runId}/${name}`,
    readLedger: () => process.carry('organization.readLedger', () => bucket.ledger),
    writeLedger: (text, previous) =>
      process.carry('organization.writeLedger', () => {
        if (bucket.ledger?.etag !== previous?.etag) {
          if (bucket.ledger?.text === text) return bucket.ledger;
          throw new program.LedgerConflict("another run has written the organization's ledger meanwhile");
        }
        process.note("the organization's ledger");
        bucket.writes += 1;
        return (bucket.ledger = { text, etag: `"${bucket.writes}"` });
      }),
    firstRun: () =>
      process.carry(
        'organization.firstRun',
        () =>
          [...bucket.objects.keys()]
            .filter((key) => key.endsWith('/settings.json') && !key.includes('-preview-'))
            .map((key) => key.split('/')[0])[0],
      ),
    write: (runId, name, text) =>
      process.carry(`organization.write ${name}`, () => put(`${runId}/${name}`, text)),
    writeOnce: (runId, name, text) =>
      process.carry(`organization.writeOnce ${name}`, () => {
        const stands = latest(`${runId}/${name}`);
        if (stands) {
          const { text: standing, versionId } = stands;
          const pin = { versionId, sha256: sha256(standing) };
          return { text: standing, pin, isOurs: standing === text };
        }
        decided(process, { runId, name, text });
        return { text, pin: put(`${runId}/${name}`, text), isOurs: true };
      }),
    read: (runId, name) => process.carry(`organization.read ${name}`, () => latest(`${runId}/${name}`)?.text),
    readPinned: (runId, name, pin) =>
      process.carry(`organization.readPinned ${name}`, () => {
        const version = bucket.objects
          .get(`${runId}/${name}`)
          ?.find(({ versionId }) => versionId === pin.versionId);
        if (!version || sha256(version.text) !== pin.sha256) throw new program.PinBroken(name);
        return version.text;
      }),
    writeAnswer: (runId, accountId, text, ifExists) =>
      process.carry('organization.writeAnswer', () => {
        const key = `${runId}/answers/${accountId}`;
        const stands = latest(key);
        if (stands && ifExists === 'fail') return stands.text === text;
        put(key, text);
        return true;
      }),
    readAnswer: (runId, accountId) =>
      process.carry('organization.readAnswer', () => latest(`${runId}/answers/${accountId}`)?.text),
    answers: (runId, take) =>
      process.carry(
        'organization.answers',
        () => new Map([...answersOf(world, runId)].map(([id, text]) => [id, take(id, { text })])),
      ),
    recordsOf: (accountId) => recordsOf(accountId, process, program),
  };
}

/** What the bucket has of one account. */
export function recordsOf(accountId: string, process: Process, program: OrganizationProgram): RecordStore {
  const member = process.world.members.find(({ id }) => id === accountId);
  if (!member) throw new Error(`there is no account ${accountId}`);
  const { invocation } = process;
  const run = invocation.run ?? aRun(member.world, { runId: '', preview: false, repeats: undefined });
  const store = recordStore(new MemberCalls(member, run, process), program);
  return {
    ...store,
    write: (runId, name, body, ifExists) => {
      if (name === 'told.json') process.note(name);
      return store.write(runId, name, body, ifExists);
    },
  };
}

/** The latest answers of a run, by account. */
export function answersOf({ bucket }: Pick<OrganizationWorld, 'bucket'>, runId: string): Map<string, string> {
  const answers = new Map<string, string>();
  for (const [key, versions] of bucket.objects) {
    const [run, kind, accountId] = key.split('/');
    const { text } = versions.at(-1) ?? {};
    if (run === runId && kind === 'answers' && accountId !== undefined && text !== undefined)
      answers.set(accountId, text);
  }
  return answers;
}

function decided(
  { world, invocation }: Process,
  { runId, name, text }: { readonly runId: string; readonly name: string; readonly text: string },
): void {
  const { journal, now } = world;
  const answers = name === 'allotment.json' ? answersOf(world, runId) : new Map<string, string>();
  const record = { runId, at: now, since: invocation.startedAt, text, answers };
  if (name === 'settings.json') journal.settings.push(record);
  if (name === 'accounts.json') journal.rosters.push(record);
  if (name === 'allotment.json') journal.allotments.push(record);
  if (name === 'told-plan.json') journal.laid.push(record);
}
