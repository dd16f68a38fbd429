import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import * as z from 'zod';
import { iamRequestsDuring, writesAmong } from '../request-log';
import type { Life } from './life';

/** A verdict as `--json` prints it. */
const Preview = z.object({
  counts: z.record(z.string(), z.number()),
  credentials: z.array(
    z.object({ user: z.string(), kind: z.string(), keyCreated: z.string().default(''), verdict: z.string() }),
  ),
});
const inWords = ({ user, kind, keyCreated, verdict }: z.infer<typeof Preview>['credentials'][number]) =>
  `${user} ${kind} ${keyCreated} ${verdict}`;

/** A preview of the account from a developer's machine. */
export function preview(life: Life): void {
  life.step(
    'day 0, npm run preview -- --live: the same verdicts, and IAM is asked to change nothing',
    async () => {
      const { account, records } = life;
      const live = ['--live', '--policy-from-ssm', '--json'];
      const { result: printed, requests } = await iamRequestsDuring(account.moto, () =>
        account.shell.preview(account.clock, ...live),
      );
      expect(requests.length).toBeGreaterThan(0);
      expect(writesAmong(requests)).toEqual([]);
      const { counts, credentials } = Preview.parse(JSON.parse(printed));
      expect(counts).toMatchObject({ inUse: 5, stale: 2, exempt: 2, unclear: 0, wouldDisable: 0 });

      const [findings = ''] = (await records.keys()).filter((key) => key.endsWith('/findings.csv'));
      const rows = Preview.shape.credentials.parse(
        parse(await records.text(findings), {
          // The table's column `credential` is `kind` in the JSON.
          columns: (header: string[]) => header.map((name) => (name === 'credential' ? 'kind' : name)),
        }),
      );
      expect(rows).toHaveLength(9);
      expect(credentials.map(inWords).toSorted()).toEqual(rows.map(inWords).toSorted());

      const page = join(account.folder, 'page.html');
      const run = `s3://${records.bucket}/${findings.slice(0, -'findings.csv'.length)}`;
      expect(await account.shell.preview(account.clock, '--record', run, '--html', page)).toBe('');
      expect(readFileSync(page, 'utf8')).toContain('stale.console');
    },
  );

  life.step('day 0, --assume-announced: it plans what day 7 is going to do', async () => {
    const { account } = life;
    const live = ['--live', '--policy-from-ssm', '--assume-announced', '--json'];
    const { counts } = Preview.parse(JSON.parse(await account.shell.preview(account.clock, ...live)));
    expect(counts).toMatchObject({ stale: 2, wouldDisable: 2 });
  });
}
