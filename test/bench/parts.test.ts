import { withPart } from '../../bench/parts';

describe('the parts of RESULTS.md', () => {
  const one = withPart('# Sweep\n', 'organization', '# Organization\n');

  it('are both there', () => {
    expect(one).toMatch(/^# Sweep\n[^]*\n# Organization\n$/);
  });

  it.each([
    ['sweep', '# New\n', /^# New\n[^]*\n# Organization\n$/],
    ['organization', '# New\n', /^# Sweep\n[^]*\n# New\n$/],
  ] as const)('are replaced each by itself: %s', (part, text, expected) => {
    const both = withPart(one, part, text);
    expect(both).toMatch(expected);
    expect(both).toHaveLength(
      one.length - (part === 'sweep' ? '# Sweep' : '# Organization').length + '# New'.length,
    );
  });

  it('a first part is written without a second', () => {
    expect(withPart('# Old\n', 'sweep', '# New\n')).toBe('# New\n');
  });
});
