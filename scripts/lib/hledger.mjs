/** Finds hledger, the tool that journals are held against, or has it installed. */
import { findOrInstall } from './apt.mjs';

/** Whether hledger runs here. */
export const findOrInstallHledger = () => findOrInstall('hledger');
