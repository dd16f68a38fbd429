import { GenerateCredentialReportCommand, GetCredentialReportCommand } from '@aws-sdk/client-iam';
import { parse } from 'csv-parse/sync';
import { withAction } from '../../../lambda/aws/responses';
import { parseCredentialReport, ReportError } from '../../../lambda/domain/credential-report/parse';
import { REQUIRED_COLUMNS } from '../../../lambda/domain/credential-report/row';
import { parseTimestamp } from '../../../lambda/domain/credential-report/timestamp';
import { type Belief, differs, type Finding, holds, holdsIf, notTried } from '../belief';
import { LAST_USER, type Sandbox } from '../sandbox';
import { switchedOff, twoKeys } from './keys';
import { passwordReset, resetUserName } from './passwords';

type Row = Readonly<Record<string, string>>;

const header: Belief = {
  id: 'A1',
  belief: 'The header of the credential report names every column that a verdict needs.',
  expected: `${REQUIRED_COLUMNS.length} columns, and perhaps others`,
  attempt: async (sandbox) => {
    const columns = linesOf(await content(sandbox))[0] ?? [];
    const missing = REQUIRED_COLUMNS.filter((column) => !columns.includes(column));
    const isTwice = new Set(columns).size < columns.length;
    const more = columns.includes('additional_credentials_info') ? ', additional_credentials_info too' : '';
    if (missing.length > 0) return differs(`without ${missing.join(', ')}`);
    return isTwice
      ? differs('a column stands twice')
      : holds(`all of them; ${columns.length} columns${more}`);
  },
};

const readable: Belief = {
  id: 'A5',
  belief: 'The credential report is CSV in UTF-8, with a comma in a user name in quotes.',
  expected: 'the parser of iam-lapse reads every row',
  attempt: async (sandbox) => {
    const { content: bytes, generatedAt } = await sandbox.report();
    try {
      const { users } = parseCredentialReport(bytes, generatedAt, sandbox.account);
      const comma = sandbox.nameOf('comma,name');
      const has = users.some(({ user }) => user.name === comma);
      return holds(`every row is read; a name with a comma is ${has ? '' : 'not '}among them`);
    } catch (error) {
      if (!(error instanceof ReportError)) throw error;
      // The message may quote a name.
      return differs(error.message.replaceAll(/"(?:[^"\\]|\\.)*"/g, '"..."'));
    }
  },
};

const rootFirst: Belief = {
  id: 'A6',
  belief: 'The root user has a row of its own, called <root_account>.',
  expected: 'in the first row',
  attempt: async (sandbox) => {
    const rows = rowsOf(await content(sandbox));
    const at = rows.findIndex(({ user }) => user === '<root_account>');
    return at === 0 ? holds('in the first row') : differs(at < 0 ? 'there is none' : 'in another row');
  },
};

const cached: Belief = {
  id: 'A7',
  belief: 'IAM serves the same report for 4 hours.',
  expected: 'COMPLETE at once, with the same time of generation',
  attempt: async (sandbox) => {
    const before = await sandbox.report();
    const { iam } = sandbox.clients;
    const { State: state } = await withAction('GenerateCredentialReport', () =>
      iam.send(new GenerateCredentialReportCommand({})),
    );
    const { GeneratedTime: at } = await withAction('GetCredentialReport', () =>
      iam.send(new GetCredentialReportCommand({})),
    );
    const isSame = at?.getTime() === before.generatedAt;
    return holdsIf(
      state === 'COMPLETE' && isSame,
      `${String(state)}, with ${isSame ? 'the same' : 'another'} time`,
    );
  },
};

const neverUsedPassword: Belief = {
  id: 'A2',
  belief: 'A password that was never used is no_information in the report.',
  expected: 'no_information',
  attempt: async (sandbox) => {
    await passwordReset(sandbox);
    return ofRow(sandbox, resetUserName(sandbox), ({ password_last_used: used = '' }) =>
      holdsIf(used === 'no_information', shown(used)),
    );
  },
};

const neverUsedKey: Belief = {
  id: 'A2',
  belief: 'A key that was never used is N/A in the report.',
  expected: 'N/A; N/A; N/A',
  attempt: async (sandbox) => {
    const { name } = await twoKeys(sandbox);
    return ofRow(sandbox, name, (row) => {
      const cells = ['date', 'region', 'service'].map((what) => row[`access_key_1_last_used_${what}`] ?? '');
      return holdsIf(
        cells.every((cell) => cell === 'N/A'),
        cells.map(shown).join('; '),
      );
    });
  },
};

const timestamps: Belief = {
  id: 'A3',
  belief: 'Dates of the report are ISO 8601 in UTC, with whole seconds.',
  expected: 'the creation time that IAM gave, ending in Z or +00:00',
  attempt: async (sandbox) => {
    const user = await sandbox.user('keys');
    return ofRow(sandbox, user.name, ({ user_creation_time: cell = '' }) => {
      const isSame = parseTimestamp(cell) === Math.floor(user.CreateDate.getTime() / 1000) * 1000;
      return isSame
        ? holds(`the same time, ending in ${cell.slice(19)}`)
        : differs('another time, or another form');
    });
  },
};

const booleans: Belief = {
  id: 'A4',
  belief: 'Booleans of the report are true and false, in any case.',
  expected: 'true; true; false',
  attempt: async (sandbox) => {
    const { name } = await twoKeys(sandbox);
    await switchedOff(sandbox);
    return ofRow(sandbox, name, (row) => {
      const active = [row['access_key_1_active'] ?? '', row['access_key_2_active'] ?? ''];
      const words = [...active, row['password_enabled'] ?? ''].map((cell) => cell.toLowerCase());
      const [one, two, password] = words;
      return holdsIf(
        one !== two &&
          [one, two].every((word) => word === 'true' || word === 'false') &&
          password === 'false',
        `keys ${active.map(shown).join(' and ')}; password ${shown(row['password_enabled'] ?? '')}`,
      );
    });
  },
};

const rotatedIsCreated: Belief = {
  id: 'A11',
  belief: 'access_key_N_last_rotated is the creation time of the key, also when it is inactive.',
  expected: 'the two CreateDates of ListAccessKeys',
  attempt: async (sandbox) => {
    const { name, first, second } = await twoKeys(sandbox);
    await switchedOff(sandbox);
    return ofRow(sandbox, name, (row) => {
      const rotated = [1, 2].map((slot) => parseTimestamp(row[`access_key_${slot}_last_rotated`] ?? ''));
      const created = [first, second].map(({ createdAt }) => Math.floor(createdAt.getTime() / 1000) * 1000);
      // Not in the order of the slots.
      const isSame =
        rotated.every((at) => created.includes(at ?? 0)) && created.every((at) => rotated.includes(at));
      return isSame ? holds('the same times') : differs('other times');
    });
  },
};

const resetIsChanged: Belief = {
  id: 'A13',
  belief: 'password_last_changed is the time of the last reset, not of the creation.',
  expected: 'later than the CreateDate of the login profile',
  attempt: async (sandbox) => {
    const { createdAt } = await passwordReset(sandbox);
    return ofRow(sandbox, resetUserName(sandbox), ({ password_last_changed: cell = '' }) => {
      const at = parseTimestamp(cell);
      if (at === undefined) return differs(shown(cell));
      return holdsIf(
        at > createdAt,
        at > createdAt ? 'later' : at === createdAt ? 'the same time' : 'earlier',
      );
    });
  },
};

async function content(sandbox: Sandbox): Promise<string> {
  return Buffer.from((await sandbox.report()).content).toString('utf8');
}

function linesOf(text: string): string[][] {
  return parse(text, { relax_column_count: true });
}

function rowsOf(text: string): Row[] {
  return parse(text, { columns: true, relax_column_count: true });
}

async function ofRow(sandbox: Sandbox, name: string, judge: (row: Row) => Finding): Promise<Finding> {
  const { generatedAt } = await sandbox.report();
  const rows = rowsOf(await content(sandbox));
  const rowOf = (wanted: string) => rows.find(({ user }) => user === wanted);
  const row = rowOf(name);
  if (row && rowOf(sandbox.nameOf(LAST_USER))) return judge(row);
  const minutes = Math.round((sandbox.clock.now() - generatedAt) / 60_000);
  return notTried(
    `the report is ${minutes} minutes old, and not all users of this run are in it; IAM serves it for 4 hours`,
  );
}

/** A date would tell nothing, and other cells of our own rows name nobody. */
function shown(cell: string): string {
  return parseTimestamp(cell) === undefined ? JSON.stringify(cell).slice(1, -1).slice(0, 40) : 'a date';
}

/** They come last, so that a fresh report shows what the others have done. */
export const REPORT_BELIEFS: readonly Belief[] = [
  header,
  readable,
  rootFirst,
  cached,
  neverUsedPassword,
  neverUsedKey,
  timestamps,
  booleans,
  rotatedIsCreated,
  resetIsChanged,
];
