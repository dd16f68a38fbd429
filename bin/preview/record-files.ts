import { S3Client } from '@aws-sdk/client-s3';
import { S3RecordStore } from '../../lambda/aws/s3-record-store';
import { regionOrDefault } from './aws-session';
import { BadInput, toUserError } from './errors';
import { readInput } from './files';

/** The text of two files of a run's record. */
export interface RecordFiles {
  /** The folder or S3 prefix, for messages. Ends in a slash. */
  readonly place: string;
  readonly result: string;
  readonly findings: string;
}

/**
 * Reads a run's record from S3 or from a folder.
 *
 * @param place `s3://BUCKET/ACCOUNT/runs/YYYY/MM/DD/RUN/` as the digest prints it, or a folder with the files
 * @throws BadInput, Unavailable
 */
export async function readRecord(place: string): Promise<RecordFiles> {
  return place.startsWith('s3://') ? fromBucket(place) : fromFolder(place);
}

function fromFolder(folder: string): RecordFiles {
  const place = /[/\\]$/.test(folder) ? folder : `${folder}/`;
  const text = (name: string) => readInput(`${place}${name}`).toString('utf8');
  return { place, result: text('result.json'), findings: text('findings.csv') };
}

async function fromBucket(given: string): Promise<RecordFiles> {
  const place = given.endsWith('/') ? given : `${given}/`;
  const { bucket, accountId, runId } = partsOf(place);
  const region = await regionOrDefault();
  // The bucket is in the stack's region, which may differ from the region of this shell.
  const s3 = new S3Client({ region, followRegionRedirects: true });
  // The partition matters only for links, which nobody sees here.
  const records = new S3RecordStore(s3, bucket, { id: accountId, partition: 'aws' }, region);
  if (records.location(runId) !== place) throw badPlace(given);
  const text = async (name: 'result.json' | 'findings.csv') => {
    const content = await records.read(runId, name);
    if (content === undefined) throw new BadInput(`${place}${name}: there is no such object`);
    return content;
  };
  try {
    return { place, result: await text('result.json'), findings: await text('findings.csv') };
  } catch (error) {
    throw error instanceof BadInput
      ? error
      : toUserError('GetObject', error, `s3:GetObject on ${place}* and kms:Decrypt with the bucket's key`);
  } finally {
    s3.destroy();
  }
}

function partsOf(place: string): Readonly<Record<'bucket' | 'accountId' | 'runId', string>> {
  const [, bucket, accountId, runId] =
    /^s3:\/\/([^/]+)\/(\d{12})\/runs\/\d{4}\/\d{2}\/\d{2}\/([^/]+)\/$/.exec(place) ?? [];
  if (!bucket || !accountId || !runId) throw badPlace(place);
  return { bucket, accountId, runId };
}

function badPlace(given: string): BadInput {
  return new BadInput(
    `--record ${JSON.stringify(given)}: give s3://BUCKET/ACCOUNT/runs/YYYY/MM/DD/RUN/ as the digest prints it, or a folder`,
  );
}
