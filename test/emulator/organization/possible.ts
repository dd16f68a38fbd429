import { MOTO_MISSING, pythonWithMoto } from '../moto';

/** Runs tests where moto is. In CI it must be. */
export function describeOnMoto(title: string, tests: (python: string) => void): void {
  const python = pythonWithMoto();
  if (python === undefined && process.env['CI']) throw new Error(MOTO_MISSING);
  // jest itself does not say why a test was skipped.
  if (python === undefined) process.stderr.write(`Skipped. ${MOTO_MISSING}\n`);
  (python === undefined ? describe.skip : describe)(title, () => tests(python ?? ''));
}
