import { QUERIES } from '../../../lib/dashboard/queries';
import { closeAll } from '../../support/clients';
import { aDeployment, type Deployment } from '../../support/deployment';
import { theStaff } from '../../support/staff';

afterEach(closeAll);

const WORDS = /^(filter|fields|stats|sort|limit|and|or|in|as|by|desc|asc|latest|sum|max|min|bin|1d|\d+)$/;

/** The fields of the log line that a query asks for. */
function fieldsOf(lines: readonly string[]): string[] {
  const words = lines
    .map((line) => line.replaceAll(/"[^"]*"/g, ' ').replaceAll(/ as \w+/g, ' '))
    .flatMap((line) => line.match(/[@\w.]+/g) ?? []);
  return [...new Set(words)].filter((word) => !WORDS.test(word) && word !== '@timestamp');
}

/** As Logs Insights names them: `counts.stale`. */
function namesIn(value: unknown, prefix = ''): string[] {
  if (typeof value !== 'object' || value === null) return [prefix];
  return Object.entries(value).flatMap(([key, inner]) => namesIn(inner, prefix ? `${prefix}.${key}` : key));
}

async function lastLine(deployment: Deployment): Promise<string[]> {
  await deployment.run();
  const last = deployment.log.findLast(({ event }) => event === 'sweep-end');
  return namesIn({ event: last?.event, ...last?.fields });
}

describe('the dashboard asks for what sweeps say', () => {
  it.each(QUERIES.map((query) => [query.title, query] as const))('%s', async (_, { lines }) => {
    const said = [
      ...(await lastLine(await aDeployment({ users: theStaff() }))),
      // Why it was halted is only said by one that was.
      ...(await lastLine(await aDeployment({ mode: 'on' }))),
    ];
    const asked = fieldsOf(lines);
    expect(asked).toEqual(expect.arrayContaining(['event', 'status']));
    expect(said).toEqual(expect.arrayContaining(asked));
  });
});
