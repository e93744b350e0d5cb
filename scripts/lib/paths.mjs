import path from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url)).replace(/[/\\]$/, '');
export const inRoot = (...parts) => path.join(root, ...parts);
export const binary = (name) => inRoot('node_modules', '.bin', name);
