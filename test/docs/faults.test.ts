import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

// docs/faults.md is only worth something if the tests that it names exist.

const ROOT = join(__dirname, '..', '..');
const read = (file: string) => readFileSync(join(ROOT, file), 'utf8');
const sections = new Set(
  [...read('docs/design.md').matchAll(/^#{2,3} (\d+(?:\.\d+)?)\.? /gm)].map(([, section = '']) => section),
);

const faults = [...read('docs/faults.md').matchAll(/^(\d+)\. ([^]*?)(?=^\d+\. |^## |$(?![^]))/gm)].map(
  ([, number = '', text = '']) => {
    const line = text.replaceAll(/\s+/g, ' ').trim();
    const [fault = '', ...items] = line.split(' - ');
    return {
      number: Number(number),
      fault,
      tests: items.slice(0, -1).map((item) => /^`(test\/[\w./-]+)`: "(.+)"$/.exec(item)?.slice(1) ?? [item]),
      design: items.at(-1) ?? '',
    };
  },
);

it('the faults are numbered from 1 to 31', () => {
  expect(faults.map(({ number }) => number)).toStrictEqual(
    Array.from({ length: 31 }, (_, index) => index + 1),
  );
});

describe.each(faults.map((fault) => [fault.number, fault] as const))('%i', (_, { fault, tests, design }) => {
  it('is a plain sentence', () => {
    expect(fault).toMatch(/^[A-Z].*[^.]\.$/);
    expect(fault.split(' ').length).toBeLessThanOrEqual(24);
  });

  it('is held by tests that exist', () => {
    expect(tests.length).toBeGreaterThan(0);
    for (const [file = '', name = ''] of tests) {
      expect([file, existsSync(join(ROOT, file))]).toStrictEqual([file, true]);
      // As a string in the file: the quote before it shows that the name is whole.
      const quoted = ["'", '"', '`'].some((quote) => read(file).includes(`${quote}${name}${quote}`));
      expect([name, quoted]).toStrictEqual([name, true]);
    }
  });

  it('names sections of the design', () => {
    const named = [...design.matchAll(/§(\d+(?:\.\d+)?)/g)].map(([, section = '']) => section);
    expect(design).toMatch(/^Design: §.*\.$/);
    expect(named.filter((section) => !sections.has(section))).toStrictEqual([]);
  });
});
