import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { attemptsOf, codeOf, UnexpectedResponse, withAction } from '../../lambda/aws/responses';
import type { AccountId } from '../../lambda/domain/identity';
import { folderOfLock, type LockFile } from '../../lambda/domain/locks/record';
import type { LockId } from './lock-id';

/** Where the two records of a lock are kept. */
export interface LockRecords {
  /** The folder of all locks, for people. */
  readonly root: string;
  /** The folder of this lock. */
  readonly place: string;
  /** Writes a new file. @throws if it exists, or cannot be written */
  write(name: LockFile, body: string): Promise<void>;
}

/** In the bucket of the deployed stack, where the next sweep finds them. */
export function recordsInBucket(s3: S3Client, bucket: string, account: AccountId, id: LockId): LockRecords {
  const folder = folderOfLock(account, id);
  return {
    root: `s3://${bucket}/${account.id}/locks/`,
    place: `s3://${bucket}/${folder}`,
    write: (name, body) =>
      withAction('PutObject', async () => {
        try {
          const answer = await s3.send(
            new PutObjectCommand({
              Bucket: bucket,
              Key: `${folder}${name}`,
              Body: body,
              ContentType: 'application/json; charset=utf-8',
              IfNoneMatch: '*',
            }),
          );
          if (!answer.ETag) throw new UnexpectedResponse('PutObject', 'no ETag');
        } catch (error) {
          // Nobody else has this id: the response to an earlier attempt was lost, and the object is there.
          if (codeOf(error) === 'PreconditionFailed' && attemptsOf(error) !== 1) return;
          throw error;
        }
      }),
  };
}

/** In a folder of this machine, for an account without a deployment. */
export function recordsInFolder(root: string, account: AccountId, id: LockId): LockRecords {
  const folder = join(root, folderOfLock(account, id));
  return {
    root: join(root, account.id, 'locks'),
    place: folder,
    write: async (name, body) => {
      mkdirSync(folder, { recursive: true });
      writeFileSync(join(folder, name), body, { flag: 'wx' });
    },
  };
}
