import { setTimeout as sleep } from 'node:timers/promises';
import {
  GenerateCredentialReportCommand,
  GetCredentialReportCommand,
  GetUserCommand,
  IAMClient,
  ListAccessKeysCommand,
} from '@aws-sdk/client-iam';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { isOld, newest } from './unused';

const Row = z.object({
  user: z.string(),
  password_enabled: z.string(),
  password_last_used: z.string(),
  password_last_changed: z.string(),
  access_key_1_active: z.string(),
  access_key_1_last_used_date: z.string(),
  access_key_1_last_rotated: z.string(),
});

/*
 * A better common approach, with the plain SDK. It judges all users by the credential report, and calls GetUser for each
 * user to read exempting tags. The report has no key ids, so it lists the keys of users with a stale key.
 */
export async function handler(): Promise<string[]> {
  const iam = new IAMClient({ maxAttempts: 10 });
  while ((await iam.send(new GenerateCredentialReportCommand({}))).State !== 'COMPLETE') await sleep(1_000);
  const { Content } = await iam.send(new GetCredentialReportCommand({}));
  const rows = z.array(Row).parse(parse(Buffer.from(Content ?? []), { columns: true }));
  const stale: string[] = [];
  for (const row of rows) {
    if (row.user === '<root_account>') continue;
    await iam.send(new GetUserCommand({ UserName: row.user }));
    if (row.password_enabled === 'true' && unused(row.password_last_used, row.password_last_changed))
      stale.push(`${row.user}/password`);
    if (
      row.access_key_1_active === 'true' &&
      unused(row.access_key_1_last_used_date, row.access_key_1_last_rotated)
    ) {
      const { AccessKeyMetadata } = await iam.send(new ListAccessKeysCommand({ UserName: row.user }));
      stale.push(String(AccessKeyMetadata?.[0]?.AccessKeyId));
    }
  }
  return stale;
}

const unused = (...cells: readonly string[]) =>
  isOld(newest(...cells.map((cell) => (/^\d/.test(cell) ? new Date(cell) : undefined))));
