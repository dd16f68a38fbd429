import { appendFileSync } from 'node:fs';
import { fc } from '../../support/runs';
import { organizationHistory } from './arbitrary';
import { playOrganization } from './play';
import { ORGANIZATION_LAWS } from './laws';
import { ORGANIZATION_PROGRAM } from './program';

it('plays', async () => {
  const histories = fc.sample(organizationHistory, Number(process.env['N'] ?? 10));
  const counts: Record<string, number> = {};
  const add = (key: string, by = 1) => (counts[key] = (counts[key] ?? 0) + by);
  const t = process.cpuUsage();
  for (const history of histories) {
    const world = await playOrganization(history, ORGANIZATION_PROGRAM);
    const { journal } = world;
    if (histories.indexOf(history) % 20 === 0)
      appendFileSync('/tmp/found.log', `${process.env['FUZZ_SEED']} at ${histories.indexOf(history)}\n`);
    for (const law of ORGANIZATION_LAWS)
      for (const fault of law.brokenBy(world))
        appendFileSync(
          '/tmp/found.log',
          `${process.env['FUZZ_SEED']} ${histories.indexOf(history)} ${law.name}: ${fault}\n`,
        );
    for (const a of journal.allotments) add('barrier ' + JSON.parse(a.text).barrier);
    add('deeds', journal.deeds.length);
    add('mails', journal.mails.length);
    add('executions', journal.executions.length);
    for (const e of journal.executions)
      add(`execution ${typeof e.state === 'string' ? e.state : e.state.as}`);
    for (const i of journal.invocations) {
      add('calls', i.calls.length);
      add(
        `${i.step} ${i.ending?.kind} ${(i.ending as any)?.status ?? ''}${i.ending?.kind === 'threw' ? (i.ending as any).name + ' ' + (i.ending as any).message.slice(0, 90) : ''}`,
      );
    }
  }
  console.log(
    process.cpuUsage(t).user / 1e6,
    JSON.stringify(Object.fromEntries(Object.entries(counts).sort()), null, 1),
  );
}, 10000000);
