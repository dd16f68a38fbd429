import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { type Browser, chromium } from 'playwright-core';

const NAMES = ['chromium', 'chromium-browser', 'google-chrome'];

/** Where the browser is: `CHROMIUM`, or one of its usual names. Without one these tests fail: they are for nothing else. */
export function chromiumPath(env: NodeJS.ProcessEnv): string {
  if (env['CHROMIUM']) return env['CHROMIUM'];
  const folders = ['/usr/bin', ...(env['PATH'] ?? '').split(delimiter)];
  const found = folders.flatMap((folder) => NAMES.map((name) => join(folder, name))).find(isExecutable);
  if (found === undefined) {
    throw new Error(
      'No Chromium here. On Debian: apt-get install chromium; elsewhere, give the path of Chromium or Chrome in the variable CHROMIUM.',
    );
  }
  return found;
}

/** A fresh profile that is gone when the browser is, and nothing that phones home by itself. */
export function startChromium(): Promise<Browser> {
  return chromium.launch({
    executablePath: chromiumPath(process.env),
    // Chromium refuses to run as root, the user of most containers, in its sandbox.
    chromiumSandbox: process.getuid?.() !== 0,
    args: [
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
    timeout: 45_000,
  });
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
