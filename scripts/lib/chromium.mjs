/** Finds Chromium, the browser that the console is tested in, or has it installed. */
import { findOrInstall } from './apt.mjs';

export const CHROMIUM = '/usr/bin/chromium';

/** Whether Chromium runs here. What it shows needs a font. */
export const findOrInstallChromium = () => findOrInstall(CHROMIUM, ['chromium', 'fonts-dejavu-core']);
