import { S3Client } from '@aws-sdk/client-s3';
import { S3RecordStore } from '../../lambda/aws/s3-record-store';
import { toUserError, BadInput } from './errors';
import { readInput } from './files';
import { regionOrAny } from './aws-session';

/** Two files of a run's record, as text. */
export interface RecordFiles {
  /** Where they are, for people: ends in a slash. */
  readonly place: string;
  readonly result: string;
  readonly findings: string;
}

/**
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
  const region = await regionOrAny();
  // The bucket is in the stack's region, wherever this shell is.
  const s3 = new S3Client({ region, followRegionRedirects: true });
  // The partition matters to links alone.
  const records = new S3RecordStore(s3, bucket, { id: accountId, partition: 'aws' }, region);
  if (records.location(runId) !== place) throw noPlace(given);
  const text = async (name: 'result.json' | 'findings.csv') => {
    const found = await records.read(runId, name);
    if (found === undefined) throw new BadInput(`${place}${name}: there is no such object`);
    return found;
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
  if (!bucket || !accountId || !runId) throw noPlace(place);
  return { bucket, accountId, runId };
}

function noPlace(given: string): BadInput {
  return new BadInput(
    `--record ${JSON.stringify(given)}: give s3://BUCKET/ACCOUNT/runs/YYYY/MM/DD/RUN/ as the digest prints it, or a folder`,
  );
}
