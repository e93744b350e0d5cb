/** What `npm ci` demands of package-lock.json beyond what a partial registry mirror lets `npm install` write. */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

/** @typedef {{ version?: string, dev?: boolean, optionalDependencies?: Record<string, string> }} Locked */
/** @typedef {{ name: string, version: string, dev: boolean }} Optional */

/**
 * @param {string} parent
 * @param {string} name
 */
const nested = (parent, name) => (parent ? `${parent}/` : '') + `node_modules/${name}`;
/** @param {string} path */
const parentOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1));

/**
 * Whether Node's resolution from `path` upwards finds `name` among the locked packages.
 * @param {Record<string, Locked>} packages
 * @param {string} path
 * @param {string} name
 */
function isLocked(packages, path, name) {
  for (let at = path; ; at = parentOf(at)) {
    if (packages[nested(at, name)]) return true;
    if (!at) return false;
  }
}

/**
 * The optional dependencies that no entry of the lock file answers.
 * @param {{ packages: Record<string, Locked> }} lock
 * @returns {Optional[]}
 */
export function missingOptionals({ packages }) {
  return Object.entries(packages).flatMap(([path, locked]) =>
    Object.entries(locked.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, version]) => ({ name, version, dev: locked.dev === true })),
  );
}

/**
 * The lock entry of a prebuilt binary that this registry lacks: the platform in its name keeps it off every other machine.
 * Of a range its lowest version, the only one that is known to exist.
 * @param {Optional} missing
 */
export function platformEntry({ name, version: range, dev }) {
  const parts = name.split(/[/-]/);
  const os = parts.includes('windows') ? 'win32' : systems.find((system) => parts.includes(system));
  const cpu = processors.find((processor) => parts.includes(processor));
  const version = /^[\^~]?(\d+\.\d+\.\d+)$/.exec(range)?.[1];
  if (!os || !version) throw new Error(`no platform in the name of ${name}@${range}`);
  return { version, ...(cpu && { cpu: [cpu] }), ...(dev && { dev }), optional: true, os: [os] };
}
