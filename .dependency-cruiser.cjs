// Who may import what. Each rule is one row of the table in docs/ARCHITECTURE.md, and scripts/import-rules.spec.ts
// plants a violation of each to prove that it bites.

const tests = '\\.spec\\.ts$|/(test|testing)/';
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const anyPackage = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown', 'core'];

const onlyOf = (name, folder, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: '^(apps|libs|projections)/', pathNot: `^(${allowed.join('|')})/` },
});

const onlyIn = (name, home, packages, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: '^(apps|libs|projections)/', pathNot: [home, tests] },
  to: { path: npm(...packages) },
});

module.exports = {
  forbidden: [
    onlyOf('domain-alone', 'libs/domain', ['libs/domain'], 'The domain knows nothing of ours.'),
    {
      name: 'domain-without-packages',
      comment: 'No framework, no clock, no randomness, no input or output: big.js is all that the domain may know.',
      severity: 'error',
      from: { path: '^libs/domain/', pathNot: tests },
      to: { dependencyTypes: anyPackage, pathNot: npm('big\\.js') },
    },
    onlyIn('big-js-in-money', '^libs/domain/money\\.ts$', ['big\\.js'], 'Amounts are computed in one file.'),

    onlyOf('event-store-knows-domain', 'libs/event-store', ['libs/event-store', 'libs/domain'], 'Domain only.'),
    onlyIn(
      'db-client-in-adapter',
      '^libs/event-store/(eventstoredb\\.ts$|contract/)',
      ['@eventstore/db-client'],
      'One adapter speaks to the event store, behind a port. The contract suite asks of servers what it relies on.',
    ),
    onlyIn(
      'kurrent-client-apart',
      '^libs/event-store/contract/other-client/',
      ['@kurrent/kurrentdb-client'],
      'Where both clients are loaded they break each other.',
    ),
    {
      name: 'contract-out-of-product',
      comment: 'The contract suite is run beside the product, never by it.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: ['^libs/event-store/contract/', tests] },
      to: { path: '^libs/event-store/contract/' },
    },

    onlyOf(
      'read-models-know-domain-and-log',
      'libs/read-models',
      ['libs/read-models', 'libs/domain', 'libs/event-store'],
      'Domain and event store only.',
    ),
    onlyIn('ioredis-in-store', '^libs/read-models/redis-store\\.ts$', ['ioredis'], 'One file speaks to Redis.'),

    onlyOf(
      'projections-know-domain',
      'projections',
      ['projections', 'libs/domain', 'libs/read-models'],
      'A projection is a pure fold over events of the domain.',
    ),
    {
      name: 'projections-take-types-of-read-models',
      comment: 'Redis stays out of sight of a projection.',
      severity: 'error',
      from: { path: '^projections/', pathNot: tests },
      to: { path: '^libs/read-models/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'projections-without-packages',
      comment: 'A projection is pure.',
      severity: 'error',
      from: { path: '^projections/', pathNot: tests },
      to: { dependencyTypes: anyPackage },
    },
    {
      name: 'projections-alone',
      comment: 'A read model is built from the log, not from another read model.',
      severity: 'error',
      from: { path: '^projections/([^/]+)/' },
      to: { path: '^projections/[^/]+/', pathNot: '^projections/$1/' },
    },

    onlyOf('platform-knows-nest', 'libs/platform', ['libs/platform'], 'Nest and packages only, nothing of ours.'),

    {
      name: 'apps-alone',
      comment: 'Processes talk through the log and over HTTP, not through imports.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    onlyOf('eventstore-app-alone', 'apps/eventstore', ['apps'], 'The embedded node is a server like any other.'),
    onlyOf('console-over-http', 'apps/console', ['apps'], 'The console is a client of the HTTP API only.'),
    {
      name: 'cqrs-in-api',
      comment: 'Command and query buses belong to the API; nothing else has them.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: '^apps/api/' },
      to: { path: npm('@nestjs/cqrs') },
    },
    onlyIn(
      'storage-in-eventstore-app',
      '^apps/eventstore/',
      ['lmdb', '@grpc/[^/]+'],
      'Storage and gRPC serve one node.',
    ),

    {
      name: 'no-circular',
      comment: 'What imports itself in a circle is one thing in two files.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    {
      name: 'no-import-of-specs',
      comment: 'What two specs share lies in a folder named testing.',
      severity: 'error',
      from: {},
      to: { path: '\\.spec\\.ts$' },
    },
    {
      name: 'no-testing-in-product',
      comment: 'What serves tests does not ship.',
      severity: 'error',
      from: { pathNot: tests },
      to: { path: '/(test|testing)/', pathNot: 'node_modules/' },
    },
    {
      name: 'no-development-packages',
      comment: 'An installation without development packages must run.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: [tests, '^libs/event-store/contract/other-client/'] },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'npm-unknown'], pathNot: npm('@types/[^/]+') },
    },
    {
      name: 'no-unresolvable',
      comment: 'An import that leads nowhere escapes every other rule.',
      severity: 'error',
      from: {},
      to: { couldNotResolve: true },
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: 'node_modules' },
    exclude: { path: '^(dist|data|coverage)/' },
  },
};
