import { GetObjectCommand, ListObjectsV2Command, type S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { ACCOUNT } from './shell';

/** The fields of the ledger that the life test checks. It reads them without our own code, to be independent. */
const Ledger = z.looseObject({
  open: z.looseObject({ runId: z.string(), planned: z.array(z.looseObject({ id: z.string() })) }).nullable(),
  pendingDigest: z.looseObject({}).nullable(),
  credentials: z.record(z.string(), z.looseObject({})),
});
export type StoredLedger = z.infer<typeof Ledger>;

/** The content of the record bucket. */
export class Records {
  constructor(
    private readonly s3: S3Client,
    readonly bucket: string,
  ) {}

  /** Keys, sorted. */
  async keys(): Promise<string[]> {
    const { Contents: objects = [] } = await this.s3.send(new ListObjectsV2Command({ Bucket: this.bucket }));
    return objects.map(({ Key = '' }) => Key).toSorted();
  }

  async text(key: string): Promise<string> {
    const { Body } = await this.s3.send(new GetObjectCommand({ Bucket: this.bucket, Key: key }));
    return (await Body?.transformToString()) ?? '';
  }

  async ledger(): Promise<StoredLedger> {
    return Ledger.parse(JSON.parse(await this.text(`${ACCOUNT}/ledger.json`)));
  }

  /** The ledger's entry for a user's password, or for the only key of the user in it. */
  async remembered(user: string, kind: 'password' | 'key'): Promise<unknown> {
    const { credentials } = await this.ledger();
    const ids = Object.keys(credentials).filter(
      (id) => id.includes(`:user/${user}@`) && id.includes(`/${kind}`),
    );
    if (ids.length > 1) throw new Error(`the ledger has ${ids.length} entries for ${user}, ${kind}`);
    return ids[0] === undefined ? undefined : credentials[ids[0]];
  }

  /** A JSON record of a run; undefined if there is none. */
  async record(runId: string, name: 'plan.json' | 'result.json'): Promise<unknown> {
    const key = (await this.keys()).find((each) => each.endsWith(`/${runId}/${name}`));
    return key === undefined ? undefined : JSON.parse(await this.text(key));
  }
}
