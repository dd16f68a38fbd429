import { describeParts } from '../../support/parts';

describeParts(__dirname);
