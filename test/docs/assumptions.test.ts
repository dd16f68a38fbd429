import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beliefs } from '../../bin/field-test/beliefs/all';

// docs/assumptions.md is only worth something if each entry is complete, and if what it names exists.

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');

interface Entry {
  readonly id: string;
  readonly parts: Readonly<Record<string, string>>;
}

const page = read('docs/assumptions.md');
/** The links at the end of the page. */
const addresses = new Map(
  [...page.matchAll(/^\[([^\]]+)\]: (https:\/\/\S+)$/gm)].map(([, label = '', address = '']) => [
    label,
    address,
  ]),
);

const entries: Entry[] = page
  .replaceAll(/^\[[^\]]+\]: .*$/gm, '')
  .split(/^### /m)
  .slice(1)
  .map((text) => {
    const [heading = '', ...lines] = (text.split(/^## /m)[0] ?? '').split('\n');
    const items = lines.join('\n').split(/^- /m).slice(1);
    return {
      id: /^A\d+(?=\. \S)/.exec(heading)?.[0] ?? heading,
      parts: Object.fromEntries(
        items.map((item) => {
          const line = item.replaceAll(/\s+/g, ' ').trim();
          const [, label = line, part = ''] = /^\*\*([^*]+)\.\*\* (.*)$/.exec(line) ?? [];
          return [label, part];
        }),
      ),
    };
  });
const ids = new Set(entries.map(({ id }) => id));
const all = entries.map((entry) => [entry.id, entry.parts] as const);

/** The paths of files of this project in a text, such as `lambda/ports.ts`. */
const filesIn = (text: string) =>
  [...text.matchAll(/`((?:lambda|lib|test|bin)\/[\w./-]+)`/g)].map(([, file = '']) => file);

it('the ids count up', () => {
  expect(entries.length).toBeGreaterThan(40);
  expect([...ids]).toStrictEqual(entries.map((_, index) => `A${index + 1}`));
});

describe.each(all)('%s', (id, parts) => {
  const {
    Belief: belief = '',
    Source: source = '',
    'If false': ifFalse = '',
    'Held by': heldBy = '',
  } = parts;

  it('has its parts, and no other', () => {
    const optional = 'Field test' in parts ? ['Field test'] : [];
    expect(Object.keys(parts)).toStrictEqual(['Belief', 'Source', 'If false', 'Held by', ...optional]);
    for (const part of Object.values(parts)) expect(part).toMatch(/.+\.$/);
  });

  it('has a belief in plain sentences', () => {
    for (const sentence of belief.split(/(?<=\.) /))
      expect(sentence.split(' ').length).toBeLessThanOrEqual(23);
  });

  it('has a source: a page with its address, or the word that there is none', () => {
    const links = [...source.matchAll(/\[([^\]]+)\]/g)].map(([, label = '']) => label);
    expect(links.filter((label) => !addresses.has(label))).toStrictEqual([]);
    expect(links.length > 0 || /not documented/i.test(source)).toBe(true);
    expect(source).not.toMatch(/observed by others(?!.*\[)/i);
  });

  it('names code that sees to it when the belief is false', () => {
    const files = filesIn(ifFalse);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) expect([file, existsSync(join(ROOT, file))]).toStrictEqual([file, true]);
    for (const [, name = '', file = ''] of ifFalse.matchAll(/`(\w+)` in `([\w./-]+)`/g)) {
      expect([name, read(file).includes(name)]).toStrictEqual([name, true]);
    }
  });

  it('is held by tests that exist', () => {
    const files = filesIn(heldBy);
    expect(files.length).toBeGreaterThan(0);
    for (const file of files) {
      expect(file).toMatch(/^test\//);
      expect([file, existsSync(join(ROOT, file))]).toStrictEqual([file, true]);
    }
  });

  it('says whether the field test tries it', () => {
    const isTried = beliefs({ waitForEvents: true }).some((tried) => tried.id === id);
    expect('Field test' in parts).toBe(isTried);
  });
});

it('every belief of the field test has an entry', () => {
  const tried = beliefs({ waitForEvents: true }).map(({ id }) => id);
  expect(tried.filter((id) => !ids.has(id))).toStrictEqual([]);
});

it('the page does not claim that anything was tried on AWS', () => {
  expect(read('docs/assumptions.md')).toContain('This project has not tried any of these on AWS.');
});

describe('the fakes and the emulator', () => {
  const FAKES = ['test/support/fake-aws', 'test/support', 'test/model', 'test/emulator'].flatMap((folder) =>
    readdirSync(join(ROOT, folder))
      .filter((name) => /\.(ts|py)$/.test(name))
      .map((name) => `${folder}/${name}`),
  );
  const claims = FAKES.flatMap((file) =>
    [...read(file).matchAll(/docs\/assumptions\.md ((?:A\d+(?:, | and )?)+)/g)].map(([, list = '']) => ({
      file,
      list: list.match(/A\d+/g) ?? [],
    })),
  );

  it('name the beliefs that they embody, by ids that exist', () => {
    expect(claims.flatMap(({ list }) => list).filter((id) => !ids.has(id))).toStrictEqual([]);
  });

  it.each([
    'cloudtrail',
    'iam-credentials',
    'iam-report',
    'iam-users',
    'iam-account',
    'pages',
    'report',
    'sns',
    's3',
    'ssm',
    'sts',
    'organizations',
    'callers',
  ])('fake-aws/%s does', (name) => {
    expect(claims.map(({ file }) => file)).toContain(`test/support/fake-aws/${name}.ts`);
  });

  it.each([
    'test/emulator/launcher.py',
    'test/model/iam.ts',
    'test/model/report.ts',
    'test/support/cloudtrail.ts',
  ])('%s does', (file) => {
    expect(claims.map((claim) => claim.file)).toContain(file);
  });
});
