import { isDeed } from '../../../../../lambda/domain/organization/answer';
import { MAX_BYTES } from '../../../../../lambda/domain/digest/layout';
import type { AccountCoverage, Coverage } from '../../../../../lambda/domain/organization/coverage';
import type { OrganizationReport } from '../../../../../lambda/domain/organization/run-report';
import { fc } from '../../../../support/runs';
import { aLedger, PASSWORD } from '../../ledger/a-ledger';
import { accountId, anAnswer, anItem, passwordId, toSweep } from '../an-organization';
import { aReport } from '../digest/reports';
import { anyAnswer, anyRoster } from './any';
import type { Law } from './program';

const bytes = (text: string) => Buffer.byteLength(text, 'utf8');

/** Each line names what it is about, so that the mail shows which entries stand in it. */
const anyReport: fc.Arbitrary<OrganizationReport> = anyRoster.chain((roster) =>
  fc.tuple(...roster.accounts.map(({ id }) => anyAnswer(id))).map((answers) =>
    aReport({
      roster,
      answers: answers.map((answer) => ({
        ...answer,
        untold: answer.untold.map((run) => ({
          ...run,
          items: run.items.map(named(answer.accountId, run.runId)),
        })),
        items: answer.items.map(named(answer.accountId, answer.runId)),
      })),
    }),
  ),
);

const named =
  (account: string, runId: string) =>
  <T extends object>(item: T, index: number): T => ({
    ...item,
    lines: [`  ${account} ${runId} entry ${index}.`],
  });

/** A mail with room for some of it. */
const anyRoom = fc.constantFrom(2500, 3000, 4000, MAX_BYTES);

const answersIn = (coverage: Coverage | undefined) =>
  (coverage?.accounts ?? []).flatMap(({ answer }) => (answer ? [answer] : []));

/** Of 10,000 accounts with long names every tenth is lost, and each of the others has ten entries. */
function aLargeOrganization(): { accounts: readonly AccountCoverage[]; report: OrganizationReport } {
  const accounts = Array.from({ length: 10_000 }, (_, index): AccountCoverage => {
    const id = accountId(index);
    const account = toSweep(id, { name: '語'.repeat(50) });
    if (index % 10 === 0) return { account, class: 'unreachable', cause: 'it did not answer' };
    const items = Array.from({ length: 10 }, (__, entry) =>
      anItem(entry < 2 ? 'disabled' : 'newlyOnNotice', `user-${entry}`, {
        id: passwordId(`user-${entry}`, id),
      }),
    );
    return { account, class: 'completed', answer: anAnswer({ accountId: id, items }) };
  });
  const counts = { completed: 9000, halted: 0, unreachable: 1000, suspended: 0, excluded: 0 };
  const coverage = { accounts, counts, expected: 10_000, uncovered: 1000, failedActions: 0, strays: [] };
  return { accounts, report: aReport({ coverage }) };
}

export const toldLaws: readonly Law[] = [
  {
    law: 'what is told as announced stands in the mail, as newly on notice',
    check: ({ organizationDigestOf }) => {
      fc.assert(
        fc.property(anyReport, anyRoom, (report, room) => {
          const { body, told } = organizationDigestOf(report, room);
          const answers = answersIn(report.coverage);
          for (const { accountId: account, announced } of told.accounts) {
            const items = answers.find((answer) => answer.accountId === account)?.items ?? [];
            for (const id of announced) {
              expect(
                items.some(
                  (item) =>
                    item.section === 'newlyOnNotice' && item.id === id && body.includes(`${item.lines[0]}\n`),
                ),
              ).toBe(true);
            }
          }
        }),
      );
    },
  },
  {
    law: 'a run is settled only if every deed of it stands in the mail',
    check: ({ organizationDigestOf }) => {
      fc.assert(
        fc.property(anyReport, anyRoom, (report, room) => {
          const { body, told } = organizationDigestOf(report, room);
          for (const answer of answersIn(report.coverage)) {
            const runs =
              told.accounts.find(({ accountId: account }) => account === answer.accountId)?.runs ?? [];
            for (const { runId, items } of [...answer.untold, answer]) {
              if (!runs.includes(runId)) continue;
              const deeds = items.filter(isDeed);
              expect(deeds.filter(({ lines }) => !body.includes(`${lines[0]}\n`))).toEqual([]);
              if (runId === answer.runId) expect(answer.status).not.toBe('planned');
            }
          }
        }),
      );
    },
  },
  {
    law: 'every account whose answer stood in the mail has its part in the plan; a preview tells nobody',
    check: ({ organizationDigestOf }) => {
      fc.assert(
        fc.property(anyReport, fc.boolean(), (report, preview) => {
          const { told } = organizationDigestOf({ ...report, preview });
          expect(told.accounts.map((each) => each.accountId)).toEqual(
            preview ? [] : answersIn(report.coverage).map((answer) => answer.accountId),
          );
        }),
      );
    },
  },
  {
    law: 'a mail of 10,000 accounts with 10 entries each fits, and names or counts every uncovered one',
    check: ({ organizationDigestOf }) => {
      const { accounts, report } = aLargeOrganization();
      const { body, subject } = organizationDigestOf(report);
      expect(bytes(body) + bytes(subject)).toBeLessThanOrEqual(262_144);
      const section = /NOT COVERED: UNREACHABLE \(1000\)\n[\s\S]*?\n\n(?=[A-Z])/.exec(body)?.[0] ?? '';
      const lost = accounts.filter((each) => each.class === 'unreachable');
      const namedInMail = lost.filter(({ account }) => section.includes(`(${account.id})`)).length;
      const counted = Number(/\.\.\. and (\d+) more, in accounts\.csv/.exec(section)?.[1] ?? 0);
      expect(namedInMail).toBeGreaterThan(0);
      expect(namedInMail + counted).toBe(1000);
    },
  },
  {
    law: 'an account takes over what was told to it, and nothing else',
    check: ({ withTold }) => {
      const run = fc.record({
        runId: fc.constantFrom('one', 'two', 'three'),
        announces: fc.dictionary(fc.constantFrom(PASSWORD, 'b', 'c'), fc.nat(3)),
        exemptions: fc.constant({}),
      });
      const untold = fc.uniqueArray(run, { selector: ({ runId }) => runId });
      const told = fc.record({
        at: fc.constant(7),
        runId: fc.constantFrom('one', 'two', 'three', 'four'),
        runs: fc.subarray(['one', 'two', 'three', 'four']),
        announced: fc.subarray([PASSWORD, 'b', 'c', 'd']),
      });
      fc.assert(
        fc.property(untold, told, (runs, given) => {
          const after = withTold({ ...aLedger(), untold: runs }, given);
          expect((after.untold ?? []).map(({ runId }) => runId)).toEqual(
            runs.map(({ runId }) => runId).filter((runId) => !given.runs.includes(runId)),
          );
          const last = runs.findLast(({ runId }) => [given.runId, ...given.runs].includes(runId));
          const inTime = last ? runs.slice(0, runs.indexOf(last) + 1) : [];
          const known = new Set(inTime.flatMap(({ announces }) => Object.keys(announces)));
          expect(Object.keys(after.credentials).toSorted()).toEqual(
            given.announced.filter((id) => known.has(id)).toSorted(),
          );
          for (const { announcedAt } of Object.values(after.credentials)) expect(announcedAt).toBe(7);
        }),
      );
    },
  },
];
