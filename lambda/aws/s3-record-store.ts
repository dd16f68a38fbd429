import type { S3Client } from '@aws-sdk/client-s3';
import {
  type IfExists,
  type NoticeStore,
  RecordExists,
  type RecordName,
  type RecordStore,
  type StoredLedger,
} from '../record-store';
import type { AccountId } from '../domain/identity';
import { type Instant, utcDate } from '../domain/instant';
import { folderOfLock, type ListedLock, type LockFile } from '../domain/locks/record';
import { hadLedger } from '../domain/records/past-result';
import type { LedgerPlace } from '../domain/halt';
import { CallFailed, withAction } from './responses';
import { consoleUrlOf, runFolder, S3Objects } from './s3-objects';

/** Stores ledger and records in a bucket that several accounts may share. */
export class S3RecordStore implements RecordStore, NoticeStore {
  private readonly objects: S3Objects;

  constructor(
    s3: S3Client,
    private readonly bucket: string,
    /** Every object key starts with its id. */
    private readonly account: AccountId,
    /** The bucket's region. */
    private readonly region: string,
  ) {
    this.objects = new S3Objects(s3, bucket);
  }

  location(runId: string): string {
    return `s3://${this.bucket}/${this.folder(runId)}`;
  }

  consoleUrl(runId: string): string {
    const { bucket, region, account } = this;
    return consoleUrlOf(this.folder(runId), { bucket, region, partition: account.partition });
  }

  readLedger(): Promise<StoredLedger | undefined> {
    return this.readState('ledger');
  }

  writeLedger(text: string, previous: StoredLedger | undefined): Promise<StoredLedger> {
    return this.writeState('ledger', text, previous);
  }

  readNotices(): Promise<StoredLedger | undefined> {
    return this.readState('notices');
  }

  writeNotices(text: string, previous: StoredLedger | undefined): Promise<StoredLedger> {
    return this.writeState('notices', text, previous);
  }

  private readState(name: StateName): Promise<StoredLedger | undefined> {
    return this.objects.find(this.stateKey(name), `GetObject of the ${name}`);
  }

  async firstRun(): Promise<string | undefined> {
    try {
      let planned = '';
      for await (const key of this.objects.keys(`${this.account.id}/runs/`)) {
        // S3 lists keys in the order of their bytes, so a run's plan.json comes before its result.json.
        const [, folder = '', name = ''] = /^(.*)\/([^/]*)$/.exec(key) ?? [];
        if (name === 'plan.json') planned = folder;
        if (name !== 'result.json' || folder !== planned) continue;
        if (hadLedger((await this.objects.get(key)).text)) return folder.slice(folder.lastIndexOf('/') + 1);
      }
      return undefined;
    } catch (error) {
      throw new CallFailed('ListObjectsV2 of the records', error);
    }
  }

  get ledgerPlace(): LedgerPlace {
    return { bucket: this.bucket, key: this.stateKey('ledger'), accountId: this.account.id };
  }

  private writeState(
    name: StateName,
    text: string,
    previous: StoredLedger | undefined,
  ): Promise<StoredLedger> {
    return this.objects.replace(this.stateKey(name), { name, text, previous });
  }

  async write(runId: string, name: RecordName, body: string, ifExists: IfExists): Promise<void> {
    const key = `${this.folder(runId)}${name}`;
    const { isOurs } = await this.objects.put(key, body, ifExists);
    if (!isOurs) throw new RecordExists(`${key} exists`);
  }

  async read(runId: string, name: RecordName): Promise<string | undefined> {
    return (await this.objects.find(`${this.folder(runId)}${name}`))?.text;
  }

  async listLocks(from: Instant): Promise<readonly ListedLock[]> {
    const prefix = `${this.account.id}/locks/`;
    const found = new Map<string, LockFile[]>();
    return withAction('ListObjectsV2 of the locks', async () => {
      const startAfter = `${prefix}${utcDate(from).replaceAll('-', '/')}/`;
      for await (const key of this.objects.keys(prefix, startAfter)) {
        const id = key.split('/').at(-2) ?? '';
        const file = LOCK_FILES.find((name) => key === `${folderOfLock(this.account, id)}${name}`);
        if (file) found.set(id, [...(found.get(id) ?? []), file]);
      }
      return [...found].map(([id, files]) => ({ id, files }));
    });
  }

  async readLock(id: string, file: LockFile): Promise<string> {
    return withAction(
      'GetObject',
      async () => (await this.objects.get(`${folderOfLock(this.account, id)}${file}`)).text,
    );
  }

  private stateKey(name: StateName): string {
    return `${this.account.id}/${name}.json`;
  }

  private folder(runId: string): string {
    return `${this.account.id}/${runFolder(runId)}`;
  }
}

const LOCK_FILES = ['plan.json', 'result.json'] as const satisfies readonly LockFile[];

/** What lasts from run to run, unlike a record. It is written only if nobody else has written it meanwhile. */
type StateName = 'ledger' | 'notices';
