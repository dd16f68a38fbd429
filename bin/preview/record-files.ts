import { S3Client } from '@aws-sdk/client-s3';
import * as z from 'zod';
import { runFolder, S3Objects } from '../../lambda/aws/s3-objects';
import { regionOrDefault } from './aws-session';
import { BadInput, toUserError } from './errors';
import { readInput } from './files';

/** The texts of an account's run. */
export interface AccountFiles {
  /** The folder or S3 prefix, for messages. Ends in a slash. */
  readonly place: string;
  readonly result: string;
  readonly findings: string;
}

/** The texts of an organization's run. */
export interface OrganizationFiles {
  readonly place: string;
  readonly result: string;
  /** Undefined if the run stopped before it swept anybody. */
  readonly accounts: string | undefined;
}

export type RecordFiles =
  ({ readonly kind: 'account' } & AccountFiles) | ({ readonly kind: 'organization' } & OrganizationFiles);

/** A folder with a run's files. */
interface Folder {
  readonly place: string;
  /** @throws BadInput if there is no such file, or what else fails */
  text(name: FileName): Promise<string>;
}
type FileName = 'result.json' | 'findings.csv' | 'accounts.csv';

/**
 * Reads a run's record from S3 or from a folder.
 *
 * @param place `s3://BUCKET/ACCOUNT/runs/YYYY/MM/DD/RUN/` as the digest prints it, the same with `organization` in place of
 * the account, or a folder with the files
 * @throws BadInput, Unavailable
 */
export async function readRecord(place: string): Promise<RecordFiles> {
  if (!place.startsWith('s3://')) return filesIn(localFolder(place));
  // The bucket is in the stack's region, which may differ from the region of this shell.
  const s3 = new S3Client({ region: await regionOrDefault(), followRegionRedirects: true });
  try {
    return await filesIn(bucketFolder(place, s3));
  } catch (error) {
    throw error instanceof BadInput
      ? error
      : toUserError('GetObject', error, `s3:GetObject on ${place}* and kms:Decrypt with the bucket's key`);
  } finally {
    s3.destroy();
  }
}

/** The result says whose run it is. */
async function filesIn(folder: Folder): Promise<RecordFiles> {
  const { place } = folder;
  const result = await folder.text('result.json');
  const ofOrganization = OfOrganization.safeParse(jsonIn(result));
  if (!ofOrganization.success) {
    return { kind: 'account', place, result, findings: await folder.text('findings.csv') };
  }
  const hasSwept = ofOrganization.data.coverage !== null;
  const accounts = hasSwept ? await folder.text('accounts.csv') : undefined;
  return { kind: 'organization', place, result, accounts };
}

const OfOrganization = z.object({ organizationId: z.string(), coverage: z.unknown() });

/** What is no JSON is refused later, with its place. */
function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function localFolder(folder: string): Folder {
  const place = /[/\\]$/.test(folder) ? folder : `${folder}/`;
  return { place, text: async (name) => readInput(`${place}${name}`).toString('utf8') };
}

function bucketFolder(given: string, s3: S3Client): Folder {
  const place = given.endsWith('/') ? given : `${given}/`;
  const { bucket, owner, runId } = partsOf(place);
  const objects = new S3Objects(s3, bucket);
  const folder = `${owner}/${runFolder(runId)}`;
  if (`s3://${bucket}/${folder}` !== place) throw badPlace(given);
  return {
    place,
    text: async (name) => {
      const found = await objects.find(folder + name);
      if (!found) throw new BadInput(`${place}${name}: there is no such object`);
      return found.text;
    },
  };
}

function partsOf(place: string): Readonly<Record<'bucket' | 'owner' | 'runId', string>> {
  const [, bucket, owner, runId] =
    /^s3:\/\/([^/]+)\/(\d{12}|organization)\/runs\/\d{4}\/\d{2}\/\d{2}\/([^/]+)\/$/.exec(place) ?? [];
  if (!bucket || !owner || !runId) throw badPlace(place);
  return { bucket, owner, runId };
}

function badPlace(given: string): BadInput {
  return new BadInput(
    `--record ${JSON.stringify(given)}: give s3://BUCKET/ACCOUNT/runs/YYYY/MM/DD/RUN/ as the digest prints it, s3://BUCKET/organization/runs/YYYY/MM/DD/RUN/, or a folder`,
  );
}
