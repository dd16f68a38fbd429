import { GetObjectCommand, PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { type IfExists, LedgerConflict, RecordExists, type RecordName, type RecordStore, type StoredLedger } from '../ports';
import type { AccountId } from '../domain/identity';
import { UnexpectedResponse } from './responses';
import { CallFailed, withAction } from './errors';

/** Records and ledger in one bucket, which may hold those of many accounts. */
export class S3RecordStore implements RecordStore {
  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
    /** Its id is the first part of every key. */
    private readonly account: AccountId,
    /** The bucket's. */
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

  async readLedger(): Promise<StoredLedger | undefined> {
    try {
      return await this.object(this.ledgerKey());
    } catch (error) {
      // The role may list the bucket, so that S3 says NoSuchKey and not AccessDenied for what is not there.
      if (isMissing(error)) return undefined;
      throw new CallFailed('GetObject of the ledger', error);
    }
  }

  async writeLedger(text: string, previous: StoredLedger | undefined): Promise<StoredLedger> {
    try {
      const answer = await this.s3.send(
        new PutObjectCommand({
          Bucket: this.bucket,
          Key: this.ledgerKey(),
          Body: text,
          ContentType: 'application/json',
          ...(previous ? { IfMatch: previous.etag } : { IfNoneMatch: '*' }),
        }),
      );
      if (!answer.ETag) throw new UnexpectedResponse('PutObject', 'no ETag');
      return { text, etag: answer.ETag };
    } catch (error) {
      // A ledger that was there when it was read, and has been deleted, is a conflict too.
      if (!isConflict(error) && !isMissing(error)) throw new CallFailed('PutObject of the ledger', error);
      // Perhaps our own request, whose first answer was lost: then what stands there is what we wrote.
      const stands = await this.readLedger();
      if (stands?.text === text) return stands;
      throw new LedgerConflict('another run has written the ledger meanwhile', { cause: error });
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
      const answer = await this.s3.send(command);
      if (!answer.ETag) throw new UnexpectedResponse('PutObject', 'no ETag');
    } catch (error) {
      if (!isConflict(error)) throw new CallFailed('PutObject', error);
      // Perhaps our own request, whose first answer was lost.
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

  private async object(key: string): Promise<StoredLedger> {
    const answer = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    const text = await answer.Body?.transformToString('utf-8');
    if (!text || !answer.ETag) throw new UnexpectedResponse('GetObject', 'no body or no ETag');
    return { text, etag: answer.ETag };
  }

  private ledgerKey(): string {
    return `${this.account.id}/ledger.json`;
  }

  /** `<accountId>/runs/YYYY/MM/DD/<runId>/`; a run id begins with its date. */
  private folder(runId: string): string {
    const day = `${runId.slice(0, 4)}/${runId.slice(4, 6)}/${runId.slice(6, 8)}`;
    return `${this.account.id}/runs/${day}/${runId}/`;
  }
}

/** The partitions have consoles of their own. */
function consoleHost(partition: string, region: string): string {
  const domain = { 'aws-cn': 'amazonaws.cn', 'aws-us-gov': 'amazonaws-us-gov.com' }[partition];
  return domain === undefined ? `${region}.console.aws.amazon.com` : `console.${domain}`;
}

function isMissing(error: unknown): boolean {
  return error instanceof Error && error.name === 'NoSuchKey';
}

/** The SDK knows no classes for these. */
function isConflict(error: unknown): boolean {
  return (
    error instanceof Error &&
    (error.name === 'PreconditionFailed' || error.name === 'ConditionalRequestConflict')
  );
}
