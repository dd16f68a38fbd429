import { describeParts } from '../support/parts';
import { removeAssemblies } from './synth';

describeParts(__dirname);
// After all parts, not after the first that builds a stack.
afterAll(removeAssemblies);
