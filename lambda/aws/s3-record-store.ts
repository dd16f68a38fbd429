import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import {
  type IfExists,
  LedgerConflict,
  type NoticeStore,
  RecordExists,
  type RecordName,
  type RecordStore,
  type StoredLedger,
} from '../ports';
import type { AccountId } from '../domain/identity';
import { type Instant, utcDate } from '../domain/instant';
import { folderOfLock, type ListedLock, type LockFile } from '../domain/locks/record';
import { hadLedger } from '../domain/records/json-records';
import type { LedgerPlace } from '../domain/run-report';
import { UnexpectedResponse, CallFailed, withAction } from './responses';
import { isMissing, LIST, listedKeys, readObject } from './s3-objects';

/** Stores ledger and records in a bucket that several accounts may share. */
export class S3RecordStore implements RecordStore, NoticeStore {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
    /** Every object key starts with its id. */
    private readonly account: AccountId,
    /** The bucket's region. */
    private readonly region: string,
  ) {}

  location(runId: string): string {
    return `s3://${this.bucket}/${this.folder(runId)}`;
  }

  consoleUrl(runId: string): string {
    const { bucket, region } = this;
    const prefix = encodeURIComponent(this.folder(runId));
    return `https://${consoleHost(this.account.partition, region)}/s3/buckets/${bucket}?region=${region}&prefix=${prefix}`;
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

  private async readState(name: StateName): Promise<StoredLedger | undefined> {
    try {
      return await this.object(this.stateKey(name));
    } catch (error) {
      // The role may list the bucket, so S3 answers NoSuchKey for a missing object, not AccessDenied.
      if (isMissing(error)) return undefined;
      throw new CallFailed(`GetObject of the ${name}`, error);
    }
  }

  async firstRun(): Promise<string | undefined> {
    try {
      let planned = '';
      for await (const key of listedKeys(this.s3, this.below('runs'))) {
        // S3 lists keys in the order of their bytes, so a run's plan.json comes before its result.json.
        const [, folder = '', name = ''] = /^(.*)\/([^/]*)$/.exec(key) ?? [];
        if (name === 'plan.json') planned = folder;
        if (name !== 'result.json' || folder !== planned) continue;
        if (hadLedger((await this.object(key)).text)) return folder.slice(folder.lastIndexOf('/') + 1);
      }
      return undefined;
    } catch (error) {
      throw new CallFailed(`${LIST} of the records`, error);
    }
  }

  get ledgerPlace(): LedgerPlace {
    return { bucket: this.bucket, key: this.stateKey('ledger'), accountId: this.account.id };
  }

  private async writeState(
    name: StateName,
    text: string,
    previous: StoredLedger | undefined,
  ): Promise<StoredLedger> {
    try {
      const response = await this.s3.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: this.stateKey(name),
          Body: text,
          ContentType: 'application/json',
          ...(previous ? { IfMatch: previous.etag } : { IfNoneMatch: '*' }),
        }),
      );
      if (!response.ETag) throw new UnexpectedResponse('PutObject', 'no ETag');
      return { text, etag: response.ETag };
    } catch (error) {
      // A ledger that was deleted after it was read is a conflict too.
      if (!isConflict(error) && !isMissing(error)) throw new CallFailed(`PutObject of the ${name}`, error);
      // The SDK may have retried a write whose response was lost. Then the ledger has this very text.
      const current = await this.readState(name);
      if (current?.text === text) return current;
      throw new LedgerConflict(`another run has written the ${name} meanwhile`, { cause: error });
    }
  }

  async write(runId: string, name: RecordName, body: string, ifExists: IfExists): Promise<void> {
    const type = name.endsWith('.json')
      ? 'application/json'
      : name.endsWith('.csv')
        ? 'text/csv'
        : 'text/plain';
    const Key = `${this.folder(runId)}${name}`;
    const command = new PutObjectCommand({
      Bucket: this.bucket,
      Key,
      Body: body,
      ContentType: `${type}; charset=utf-8`,
      ...(ifExists === 'fail' ? { IfNoneMatch: '*' } : {}),
    });
    try {
      const response = await this.s3.send(command);
      if (!response.ETag) throw new UnexpectedResponse('PutObject', 'no ETag');
    } catch (error) {
      if (!isConflict(error)) throw new CallFailed('PutObject', error);
      // The SDK may have retried a write whose response was lost. Then the object has this very text.
      if ((await withAction('GetObject', () => this.object(Key))).text !== body)
        throw new RecordExists(`${Key} exists`, { cause: error });
    }
  }

  async read(runId: string, name: RecordName): Promise<string | undefined> {
    try {
      return (await this.object(`${this.folder(runId)}${name}`)).text;
    } catch (error) {
      if (isMissing(error)) return undefined;
      throw new CallFailed('GetObject', error);
    }
  }

  async listLocks(from: Instant): Promise<readonly ListedLock[]> {
    const { Bucket, Prefix } = this.below('locks');
    const found = new Map<string, LockFile[]>();
    return withAction(`${LIST} of the locks`, async () => {
      const StartAfter = `${Prefix}${utcDate(from).replaceAll('-', '/')}/`;
      for await (const key of listedKeys(this.s3, { Bucket, Prefix, StartAfter })) {
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
      async () => (await this.object(`${folderOfLock(this.account, id)}${file}`)).text,
    );
  }

  private below(folder: 'runs' | 'locks') {
    return { Bucket: this.bucket, Prefix: `${this.account.id}/${folder}/` };
  }

  private object(key: string): Promise<StoredLedger> {
    return readObject(this.s3, { Bucket: this.bucket, Key: key });
  }

  private stateKey(name: StateName): string {
    return `${this.account.id}/${name}.json`;
  }

  /** `<accountId>/runs/YYYY/MM/DD/<runId>/`. A run id begins with its date (docs/design.md §3.4). */
  private folder(runId: string): string {
    const day = `${runId.slice(0, 4)}/${runId.slice(4, 6)}/${runId.slice(6, 8)}`;
    return `${this.account.id}/runs/${day}/${runId}/`;
  }
}

const LOCK_FILES = ['plan.json', 'result.json'] as const satisfies readonly LockFile[];

/** What lasts from run to run, unlike a record. It is written only if nobody else has written it meanwhile. */
type StateName = 'ledger' | 'notices';

/** The console's host depends on the partition. */
function consoleHost(partition: string, region: string): string {
  switch (partition) {
    case 'aws-cn':
      return 'console.amazonaws.cn';
    case 'aws-us-gov':
      return 'console.amazonaws-us-gov.com';
    case 'aws-eusc':
      return `${region}.console.amazonaws-eusc.eu`;
    default:
      return `${region}.console.aws.amazon.com`;
  }
}

/** The SDK has no classes for these errors. */
function isConflict(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict')
  );
}
