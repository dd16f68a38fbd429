import * as z from 'zod';
import { IamDate } from '../../../lambda/aws/iam-user-reader';
import { utcSecond } from '../../../lambda/domain/instant';
import { clean } from '../../../lambda/domain/text';

/** A text of IAM, for people. Users choose many of them. */
export const Shown = z.string().transform((text) => clean(text));

/** `2026-11-28T06:41:09Z`. */
export const Time = IamDate.transform(utcSecond);
