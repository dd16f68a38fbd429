import type { S3Client } from '@aws-sdk/client-s3';
import pLimit from 'p-limit';
import type { AccountId } from '../domain/identity';
import { sha256 } from '../domain/sha256';
import { isPreview } from '../domain/organization/run-id';
import {
  type OrganizationRecordName,
  type OrganizationRecords,
  type Pin,
  PinBroken,
  type PinnedRecordName,
  type StandingRecord,
  type StoredAnswer,
} from '../organization/ports';
import type { IfExists, RecordStore, StoredLedger } from '../record-store';
import { CallFailed, describeFailure, UnexpectedResponse } from './responses';
import { consoleUrlOf, isMissing, runFolder, S3Objects, type StoredObject } from './s3-objects';
import { S3RecordStore } from './s3-record-store';

const RUNS = 'organization/runs/';
const LEDGER = 'organization/ledger.json';
/** How many answers are read at the same time. The SDK's client opens as many connections. */
const READS_AT_ONCE = 50;

/** Stores what belongs to the whole organization, in the bucket that has its accounts' records too. */
export class S3OrganizationRecords implements OrganizationRecords {
  private readonly objects: S3Objects;

  constructor(
    private readonly s3: S3Client,
    private readonly bucket: string,
    /** The central account: the bucket is in its partition. */
    private readonly central: AccountId,
    /** The bucket's region. */
    private readonly region: string,
  ) {
    this.objects = new S3Objects(s3, bucket);
  }

  location(runId: string): string {
    return `s3://${this.bucket}/${folderOf(runId)}`;
  }

  consoleUrl(runId: string): string {
    const { bucket, region, central } = this;
    return consoleUrlOf(folderOf(runId), { bucket, region, partition: central.partition });
  }

  keyOf(runId: string, name: OrganizationRecordName): string {
    return folderOf(runId) + name;
  }

  readLedger(): Promise<StoredLedger | undefined> {
    return this.objects.find(LEDGER, "GetObject of the organization's ledger");
  }

  writeLedger(text: string, previous: StoredLedger | undefined): Promise<StoredLedger> {
    return this.objects.replace(LEDGER, { name: "organization's ledger", text, previous });
  }

  async firstRun(): Promise<string | undefined> {
    try {
      for await (const key of this.objects.keys(RUNS)) {
        const [, run, name] = /^organization\/runs\/\d{4}\/\d{2}\/\d{2}\/([^/]+)\/([^/]+)$/.exec(key) ?? [];
        // Whatever else lies there was written by a run, also where its name is not understood.
        if (run === undefined) return key;
        // A run that could not open the ledger has told so, and its mail and result are on record. It has frozen nothing.
        if (name === 'settings.json' && !isPreview(run)) return run;
      }
      return undefined;
    } catch (error) {
      throw new CallFailed("ListObjectsV2 of the organization's records", error);
    }
  }

  async write(runId: string, name: OrganizationRecordName, text: string): Promise<Pin> {
    return pinOf(await this.objects.put(this.keyOf(runId, name), text, 'overwrite'));
  }

  async writeOnce(runId: string, name: OrganizationRecordName, text: string): Promise<StandingRecord> {
    const standing = await this.objects.put(this.keyOf(runId, name), text, 'fail');
    return { text: standing.text, pin: pinOf(standing), isOurs: standing.isOurs };
  }

  async read(runId: string, name: OrganizationRecordName): Promise<string | undefined> {
    return (await this.objects.find(this.keyOf(runId, name)))?.text;
  }

  async readPinned(runId: string, name: PinnedRecordName, pin: Pin): Promise<string> {
    const key = this.keyOf(runId, name);
    const { text, versionId } = await this.objects.get(key, pin.versionId).catch((error: unknown) => {
      if (isMissing(error)) throw new PinBroken(`version ${pin.versionId} of ${key} is not there`);
      throw new CallFailed(`GetObject of ${name}`, error);
    });
    if (versionId !== pin.versionId) {
      throw new PinBroken(`S3 answered version ${versionId} of ${key}, not ${pin.versionId}`);
    }
    // The hash is that of the text, so what is used is what was pinned.
    if (sha256(text) !== pin.sha256) throw new PinBroken(`${key} is not the text that was pinned`);
    return text;
  }

  async writeAnswer(runId: string, accountId: string, text: string, ifExists: IfExists): Promise<boolean> {
    return (await this.objects.put(answerKey(runId, accountId), text, ifExists)).isOurs;
  }

  async readAnswer(runId: string, accountId: string): Promise<string | undefined> {
    return (await this.objects.find(answerKey(runId, accountId)))?.text;
  }

  async answers<Taken>(
    runId: string,
    take: (accountId: string, answer: StoredAnswer) => Taken,
  ): Promise<ReadonlyMap<string, Taken>> {
    const accounts = await this.answered(runId);
    const limit = pLimit(READS_AT_ONCE);
    const taken = await limit.map(accounts, async (accountId): Promise<[string, Taken]> => [
      accountId,
      take(accountId, await this.answer(runId, accountId)),
    ]);
    return new Map(taken);
  }

  recordsOf(accountId: string): Pick<RecordStore, 'location' | 'read' | 'write'> {
    const { partition } = this.central;
    return new S3RecordStore(this.s3, this.bucket, { id: accountId, partition }, this.region);
  }

  /** The accounts that have an answer. */
  private async answered(runId: string): Promise<string[]> {
    const folder = answerFolder(runId);
    const accounts: string[] = [];
    try {
      for await (const key of this.objects.keys(folder)) {
        const [, accountId] = /^(\d{12})\.json$/.exec(key.slice(folder.length)) ?? [];
        // What is no account's answer counts for no account.
        if (key.startsWith(folder) && accountId !== undefined) accounts.push(accountId);
      }
    } catch (error) {
      throw new CallFailed('ListObjectsV2 of the answers', error);
    }
    return accounts;
  }

  private async answer(runId: string, accountId: string): Promise<StoredAnswer> {
    try {
      return { text: (await this.objects.get(answerKey(runId, accountId))).text };
    } catch (error) {
      return { unreadable: describeFailure('GetObject', error) };
    }
  }
}

function folderOf(runId: string): string {
  return `organization/${runFolder(runId)}`;
}

/**
 * Not in the run's own folder: a lifecycle rule of S3 has one prefix, without wildcards, and the answers are the one kind
 * of record that does not stay.
 */
function answerFolder(runId: string): string {
  return runFolder(runId).replace(/^runs\//, 'organization/answers/');
}

function answerKey(runId: string, accountId: string): string {
  return `${answerFolder(runId)}${accountId}.json`;
}

/** @throws CallFailed where the bucket keeps no versions: then nothing can be pinned */
function pinOf({ text, versionId }: StoredObject): Pin {
  // S3 says `null` for what was written while versioning was suspended.
  if (versionId === undefined || versionId === 'null') {
    throw new CallFailed(
      'PutObject',
      new UnexpectedResponse('PutObject', 'no version id; is the bucket versioned?'),
    );
  }
  return { versionId, sha256: sha256(text) };
}
