/** What `npm ci` demands of package-lock.json beyond what a partial registry mirror lets `npm install` write. */

const systems = ['aix', 'android', 'darwin', 'freebsd', 'linux', 'netbsd', 'openbsd', 'openharmony', 'sunos', 'win32'];
const processors = ['arm64', 'arm', 'ia32', 'loong64', 'mips64el', 'ppc64', 'riscv64', 's390x', 'x64'];

const nested = (parent, name) => (parent ? `${parent}/` : '') + `node_modules/${name}`;
const parentOf = (path) => path.slice(0, Math.max(0, path.lastIndexOf('node_modules/') - 1));

/** Whether Node's resolution from `path` upwards finds `name` among the locked packages. */
function isLocked(packages, path, name) {
  for (let at = path; ; at = parentOf(at)) {
    if (packages[nested(at, name)]) return true;
    if (!at) return false;
  }
}

/** The optional dependencies that no entry of the lock file answers, as `{ name, version, dev }`. */
export function missingOptionals({ packages }) {
  return Object.entries(packages).flatMap(([path, locked]) =>
    Object.entries(locked.optionalDependencies ?? {})
      .filter(([name]) => !isLocked(packages, path, name))
      .map(([name, version]) => ({ name, version, dev: locked.dev === true })),
  );
}

/** The lock entry of a prebuilt binary that this registry lacks: the platform in its name keeps it off every other machine. */
export function platformEntry({ name, version, dev }) {
  const parts = name.split(/[/-]/);
  const os = systems.find((system) => parts.includes(system));
  const cpu = processors.find((processor) => parts.includes(processor));
  if (!os || !cpu || !/^\d+\.\d+\.\d+$/.test(version)) throw new Error(`no platform in the name of ${name}@${version}`);
  return { version, cpu: [cpu], ...(dev && { dev }), optional: true, os: [os] };
}
