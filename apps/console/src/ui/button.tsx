import type { ComponentProps } from 'react';
import { classes } from './classes.js';

type Props = Omit<ComponentProps<'button'>, 'className'> & {
  readonly tone?: 'plain' | 'primary' | 'danger' | 'quiet';
  readonly small?: boolean;
};

/** `quiet` has no frame until it is pointed at. */
export const Button = ({ tone = 'plain', small = false, type = 'button', ...rest }: Props) => (
  <button {...rest} type={type} className={classes('button', `button-${tone}`, small && 'button-small')} />
);
