import type { CoordinatorPorts } from '../../../lambda/organization/coordinator';
import { closeAll } from '../../support/clients';
import { sectionOf } from '../../support/mail-section';
import { fiveMembers, MEMBERS } from './five-members';

// A Tell whose task timed out may still be running when it is begun once more.

afterEach(closeAll);

const [FIRST] = MEMBERS;
const SECOND_RUN = '20261121T070000Z';
type Records = CoordinatorPorts['records'];

function gate() {
  let open = () => {};
  const opened = new Promise<void>((resolve) => (open = resolve));
  return { opened, open: () => open() };
}

function withRecords(ports: CoordinatorPorts, instead: Partial<Records>): CoordinatorPorts {
  const records = new Proxy(ports.records, {
    get: (target, key) => {
      const member: unknown = Reflect.get({ ...instead }, key) ?? Reflect.get(target, key);
      return typeof member === 'function' ? member.bind(target) : member;
    },
  });
  return { ...ports, records };
}

it('of two Tells at the same time, the mail and the plan are one Tell’s', async () => {
  const days = await fiveMembers();
  await days.announced();
  const waiting = gate();
  const goOn = gate();
  let other: Promise<unknown> = Promise.resolve();
  /** It cannot read the answer of FIRST, and stops just before it lays its mail down. */
  const slow = (ports: CoordinatorPorts) => {
    const stopped = async () => {
      waiting.open();
      await goOn.opened;
    };
    return withRecords(ports, {
      answers: (runId, take) =>
        ports.records.answers(runId, (id, answer) =>
          take(id, id === FIRST ? { unreadable: 'timeout' } : answer),
        ),
      write: async (runId, name, text) => {
        if (name === 'digest.txt') await stopped();
        return ports.records.write(runId, name, text);
      },
      writeOnce: async (runId, name, text) => {
        await stopped();
        return ports.records.writeOnce(runId, name, text);
      },
    });
  };
  /** The slow one goes on as soon as this one has laid its mail down, and comes to its end first. */
  const quick = (ports: CoordinatorPorts) =>
    withRecords(ports, {
      writeOnce: async (runId, name, text) => {
        const standing = await ports.records.writeOnce(runId, name, text);
        goOn.open();
        await other.catch(() => {});
        return standing;
      },
    });
  await days.execute({
    before: {
      tell: async () => {
        const execution = { id: days.ledger().open?.executionArn, startTime: '2026-11-21T07:00:00.000Z' };
        const pin = { versionId: 'any', sha256: '0'.repeat(64) };
        const run = { runId: SECOND_RUN, settings: pin, roster: pin };
        other = days.step({ step: 'tell', execution, run }, slow);
        await Promise.race([waiting.opened, other]);
      },
    },
    wrap: { tell: quick },
  });
  const [, ...mails] = days.mails();
  expect(mails).not.toHaveLength(0);
  for (const { body } of mails) expect(sectionOf(body, 'DISABLED')).toContain('a-1, password');
  const digest = days.object(`organization/runs/2026/11/21/${SECOND_RUN}/digest.txt`);
  expect(digest).toBe(`Subject: ${mails[0]?.subject}\n\n${mails[0]?.body}`);
  const told = JSON.parse(days.object(`${FIRST}/runs/2026/11/21/${SECOND_RUN}/told.json`) ?? '');
  expect(told.runs).toContain(SECOND_RUN);
});
