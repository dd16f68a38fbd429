import * as z from 'zod';
import { Records } from '../stored';

const CLASSES = ['completed', 'halted', 'unreachable', 'suspended', 'excluded'] as const;

// Read without our own code, to be independent of it.
const Result = z.looseObject({ status: z.string(), executionArn: z.string() });
const Roster = z.looseObject({ accounts: z.array(z.looseObject({ id: z.string() })) });

/** The content of an organization's record bucket. */
export class OrganizationRecords extends Records {
  async json(key: string): Promise<unknown> {
    return JSON.parse(await this.text(key));
  }

  /** A record of one of the organization's runs. */
  async ofRun(runId: string, name: string): Promise<string> {
    const day = `${runId.slice(0, 4)}/${runId.slice(4, 6)}/${runId.slice(6, 8)}`;
    return this.text(`organization/runs/${day}/${runId}/${name}`);
  }

  async result(runId: string) {
    return Result.parse(JSON.parse(await this.ofRun(runId, 'result.json')));
  }

  /** The class of each account, as accounts.csv has it. */
  async classes(runId: string): Promise<Record<string, string>> {
    const [head = '', ...lines] = (await this.ofRun(runId, 'accounts.csv')).trim().split(/\r?\n/);
    const columns = head.split(',');
    const [id, cls] = [columns.indexOf('accountId'), columns.indexOf('class')];
    return Object.fromEntries(
      lines.map((line) => {
        const cells = line.split(',');
        return [cells[id] ?? '', cells[cls] ?? ''];
      }),
    );
  }

  /** How many accounts each of the five classes has; whoever has another class, or none, is an error. */
  async coverage(runId: string): Promise<Record<(typeof CLASSES)[number], number>> {
    const classes = Object.values(await this.classes(runId));
    const counts = { completed: 0, halted: 0, unreachable: 0, suspended: 0, excluded: 0 };
    for (const each of classes) counts[z.enum(CLASSES).parse(each)] += 1;
    return counts;
  }

  async roster(runId: string): Promise<string[]> {
    return Roster.parse(JSON.parse(await this.ofRun(runId, 'accounts.json'))).accounts.map(({ id }) => id);
  }
}
