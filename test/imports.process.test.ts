import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

// The direction of imports (docs/architecture.md) is a rule of the linter: a planted violation of each kind fails.

const ROOT = join(__dirname, '..');
const OXLINT = join(ROOT, 'node_modules', 'oxlint', 'bin', 'oxlint');
const copy = mkdtempSync(join(tmpdir(), 'iam-lapse-imports-'));
afterAll(() => rmSync(copy, { recursive: true }));

beforeAll(() => {
  for (const name of ['.oxlintrc.json', 'lambda', 'lib', 'bin']) {
    cpSync(join(ROOT, name), join(copy, name), { recursive: true });
  }
  cpSync(join(ROOT, 'test', 'support'), join(copy, 'test', 'support'), { recursive: true });
});

/** What the linter says of the copy with one more file in it; empty when it has nothing to say. */
async function lintWith(file: string, text: string): Promise<string> {
  const path = join(copy, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
  try {
    await promisify(execFile)(process.execPath, [OXLINT, '--quiet', 'lambda', 'lib', 'bin'], { cwd: copy });
    return '';
  } catch (error) {
    const failed = typeof error === 'object' && error !== null && 'stdout' in error;
    return failed ? String(error.stdout) : String(error);
  } finally {
    rmSync(path);
  }
}

const useOf = (what: string, from: string) =>
  `import { ${what} } from '${from}';\n\nexport const planted = ${what};\n`;

it('the code as it is breaks no rule', async () => {
  expect(await lintWith('lambda/domain/planted.ts', 'export const planted = 1;\n')).toBe('');
});

it.each([
  ['domain imports an adapter', 'lambda/domain/planted.ts', useOf('IamWriter', '../aws/iam-writer')],
  ['domain imports the sweep', 'lambda/domain/digest/planted.ts', useOf('sweep', '../../sweep/sweep')],
  ['domain imports a port', 'lambda/domain/ledger/planted.ts', useOf('LedgerConflict', '../../ports')],
  ['domain imports the stack', 'lambda/domain/planted.ts', useOf('iamStatements', '../../lib/iam-permissions')],
  ['domain imports the command line', 'lambda/domain/planted.ts', useOf('preview', '../../bin/preview/main')],
  ['policy imports the digest', 'lambda/domain/policy/planted.ts', useOf('digestOf', '../digest/digest')],
  [
    'evaluation imports the ledger',
    'lambda/domain/evaluation/planted.ts',
    useOf('emptyLedger', '../ledger/schema'),
  ],
  [
    'the digest of an account imports the organization',
    'lambda/domain/digest/planted.ts',
    useOf('allot', '../organization/allot'),
  ],
  [
    'a deeper folder of the organization imports an adapter',
    'lambda/domain/organization/digest/planted.ts',
    useOf('IamWriter', '../../../aws/iam-writer'),
  ],
  [
    'a deeper folder climbs',
    'lambda/domain/account-checks/checks/planted.ts',
    useOf('judge', '../../evaluation/judge'),
  ],
  ['an adapter imports the stack', 'lambda/aws/planted.ts', useOf('iamStatements', '../../lib/iam-permissions')],
  ['the function imports a test', 'lambda/sweep/planted.ts', useOf('aUser', '../../test/support/builders')],
  ['the stack imports a test', 'lib/planted.ts', useOf('aUser', '../test/support/builders')],
  [
    'the command line imports a test',
    'bin/preview/planted.ts',
    useOf('aUser', '../../test/support/builders'),
  ],
])('%s', async (_, file, text) => {
  expect(await lintWith(file, text)).toMatch(/no-restricted-imports[\s\S]*planted\.ts/);
});

it('two files import each other', async () => {
  const other = join(copy, 'lambda', 'domain', 'other.ts');
  writeFileSync(
    other,
    "import { planted } from './planted';\n\nexport const other = (): unknown => planted;\n",
  );
  const said = await lintWith(
    'lambda/domain/planted.ts',
    "import { other } from './other';\n\nexport const planted = (): unknown => other;\n",
  );
  rmSync(other);
  expect(said).toContain('import(no-cycle)');
});
