// Who may import what. Each rule is one row of the table in docs/ARCHITECTURE.md, or of that in eventstore-node/README.md, and scripts/import-rules.spec.ts
// plants a violation of each to prove that it bites.

const rooms = '(apps|libs|projections|eventstore-node)';
const tests = '\\.spec\\.ts$|/(test|testing|bench)/';
const npm = (...names) => `(^|/)node_modules/(${names.join('|')})/`;
const anyPackage = ['npm', 'npm-dev', 'npm-optional', 'npm-peer', 'npm-bundled', 'npm-no-pkg', 'npm-unknown', 'core'];

/** Specs start a node as a process; `eventstore-node-over-its-protocol` keeps the product away from it. */
const forTests = ['eventstore-node'];

const onlyOf = (name, folder, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${folder}/` },
  to: { path: `^${rooms}/`, pathNot: `^(${[...allowed, ...forTests].join('|')})/` },
});

/** Within the event store's library, from one of its rooms to the others. */
const subRoomOf = (name, room, allowed, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^libs/event-store/${room}/`, pathNot: tests },
  to: { path: '^libs/event-store/', pathNot: `^libs/event-store/(${[room, ...allowed].join('|')})(/|$)` },
});

const onlyIn = (name, home, packages, comment) => ({
  name,
  comment,
  severity: 'error',
  from: { path: `^${rooms}/`, pathNot: [home, tests] },
  to: { path: npm(...packages) },
});

/** The layers of the event store node, each with those below it that it may import. */
const nodeLayers = {
  encoding: [],
  storage: ['encoding'],
  scavenge: ['storage'],
  transport: [],
  access: ['storage', 'transport'],
  protocol: ['encoding', 'storage', 'transport'],
  subscriptions: ['storage', 'transport', 'protocol'],
  'persistent-subscriptions': ['storage', 'transport', 'protocol'],
  faults: ['transport', 'subscriptions'],
  services: [
    'storage',
    'scavenge',
    'transport',
    'access',
    'protocol',
    'subscriptions',
    'persistent-subscriptions',
    'faults',
  ],
  http: ['storage', 'scavenge', 'transport', 'access', 'faults', 'services'],
};

const nodeLayer = ([layer, below]) => ({
  name: `node-${layer}-imports-downwards`,
  comment: 'The layers of the node point one way.',
  severity: 'error',
  from: { path: `^eventstore-node/src/${layer}/`, pathNot: tests },
  to: { path: '^eventstore-node/src/', pathNot: `^eventstore-node/src/(${[layer, ...below].join('|')})/` },
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
    subRoomOf('port-alone', 'port', [], 'The contract of a store knows nothing of who keeps it or uses it.'),
    {
      name: 'port-without-domain',
      comment: 'A store knows nothing of what its events mean; nor does the adapter.',
      severity: 'error',
      from: { path: '^libs/event-store/(port|eventstoredb)/', pathNot: tests },
      to: { path: '^libs/domain/' },
    },
    subRoomOf('adapter-knows-port', 'eventstoredb', ['port'], 'An adapter is replaced without touching anything else.'),
    subRoomOf(
      'lean-codec-alone',
      'eventstoredb/lean/codec',
      ['port'],
      'Messages are bytes and values: no connection is needed to read or write them.',
    ),
    subRoomOf(
      'lean-session-knows-codec',
      'eventstoredb/lean/session',
      ['eventstoredb/lean/codec'],
      'A connection carries messages, whatever an append or a read is.',
    ),
    subRoomOf(
      'lean-knows-port',
      'eventstoredb/lean',
      ['port', 'eventstoredb/(all-pages|connect-options)\\.ts'],
      'The lean adapter and that of the official client share no more than pages and options.',
    ),
    subRoomOf('codec-knows-port', 'codec', ['port'], 'How events are stored, whoever reads or writes them.'),
    subRoomOf('history-knows-port-and-codec', 'history', ['port', 'codec'], 'The past is read whoever writes.'),
    subRoomOf('writer-without-adapter', 'writer', ['port', 'codec', 'history'], 'Decides over any store, by the port.'),
    onlyIn(
      'db-client-in-adapter',
      '^(libs/event-store/eventstoredb/(?!lean/)|eventstore-node/contract/)',
      ['@eventstore/db-client'],
      'One adapter speaks to the event store, behind a port. The contract suite asks of servers what it relies on.',
    ),
    onlyIn(
      'kurrent-client-apart',
      '^eventstore-node/contract/other-client/',
      ['@kurrent/kurrentdb-client'],
      'Where both clients are loaded they break each other.',
    ),
    {
      name: 'contract-out-of-product',
      comment: 'The contract suite is run beside a server, never by one.',
      severity: 'error',
      from: { path: '^eventstore-node/src/', pathNot: tests },
      to: { path: '^eventstore-node/contract/' },
    },

    {
      name: 'contract-alone',
      comment: 'The contract suite speaks to any server, and knows of none how it is made.',
      severity: 'error',
      from: { path: '^eventstore-node/contract/', pathNot: tests },
      to: { path: `^${rooms}/`, pathNot: '^eventstore-node/contract/' },
    },
    ...Object.entries(nodeLayers).map(nodeLayer),
    {
      name: 'node-folders-are-layers',
      comment: 'A folder of the node that is no layer escapes their rules.',
      severity: 'error',
      from: { path: `^eventstore-node/src/(?!(${Object.keys(nodeLayers).join('|')})/)[^/]+/` },
      to: {},
    },

    onlyOf(
      'followers-know-log',
      'libs/followers',
      ['libs/followers', 'libs/event-store'],
      'A follower knows the log, not what is made of it.',
    ),
    {
      name: 'followers-without-packages',
      comment: 'Nothing but Node: a follower keeps its checkpoint where its effects are, and knows no other store.',
      severity: 'error',
      from: { path: '^libs/followers/', pathNot: tests },
      to: { dependencyTypes: anyPackage.filter((type) => type !== 'core') },
    },

    onlyOf(
      'proof-knows-log',
      'libs/proof',
      ['libs/proof', 'libs/event-store', 'libs/domain'],
      'What is proved is the log as it is stored, whatever its events mean.',
    ),
    {
      name: 'proof-without-packages',
      comment: 'Hashes and signatures are those of Node: an auditor need trust nothing else.',
      severity: 'error',
      from: { path: '^libs/proof/', pathNot: tests },
      to: { dependencyTypes: anyPackage.filter((type) => type !== 'core') },
    },

    onlyOf(
      'read-models-know-domain-and-log',
      'libs/read-models',
      ['libs/read-models', 'libs/domain', 'libs/event-store', 'libs/followers'],
      'Domain, event store and followers only.',
    ),
    onlyIn('ioredis-in-store', '^libs/read-models/redis/redis-store\\.ts$', ['ioredis'], 'One file speaks to Redis.'),

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

    onlyOf(
      'from-log-knows-rows',
      'libs/from-log',
      ['libs/from-log', 'libs/domain', 'libs/event-store', 'libs/read-models', 'projections'],
      'What the log says is said without an app.',
    ),
    {
      name: 'from-log-without-packages',
      comment: 'No framework, and no Redis: answers are the same wherever they are made.',
      severity: 'error',
      from: { path: '^libs/from-log/', pathNot: tests },
      to: { dependencyTypes: anyPackage },
    },

    onlyOf('client-alone', 'libs/client', ['libs/client'], 'The client knows the API by its document alone.'),
    {
      name: 'client-with-openapi-fetch',
      comment: 'Whoever takes the client takes nothing else with it.',
      severity: 'error',
      from: { path: '^libs/client/', pathNot: tests },
      to: { dependencyTypes: anyPackage.filter((type) => type !== 'core'), pathNot: npm('openapi-fetch') },
    },

    {
      name: 'plain-fold-alone',
      comment: 'What the product is held against shares no code with it.',
      severity: 'error',
      from: { path: '^apps/cli/src/equality/plain-' },
      to: { path: `^${rooms}/`, pathNot: '^apps/cli/src/equality/plain-' },
    },
    onlyOf('platform-knows-nest', 'libs/platform', ['libs/platform'], 'Nest and packages only, nothing of ours.'),

    {
      name: 'apps-alone',
      comment: 'Processes talk through the log and over HTTP, not through imports.',
      severity: 'error',
      from: { path: '^apps/([^/]+)/' },
      to: { path: '^apps/', pathNot: '^apps/$1/' },
    },
    onlyOf('eventstore-node-alone', 'eventstore-node', ['eventstore-node'], 'The node is a server like any other.'),
    {
      name: 'eventstore-node-over-its-protocol',
      comment: 'The product speaks to the node as to any EventStoreDB; its tests start one.',
      severity: 'error',
      from: { path: '^(apps|libs|projections)/', pathNot: tests },
      to: { path: '^eventstore-node/' },
    },
    onlyOf(
      'console-over-http',
      'apps/console',
      ['apps', 'libs/client'],
      'The console is a client of the HTTP API only.',
    ),
    {
      name: 'cqrs-in-api',
      comment: 'Command and query buses belong to the API; nothing else has them.',
      severity: 'error',
      from: { path: `^${rooms}/`, pathNot: '^apps/api/' },
      to: { path: npm('@nestjs/cqrs') },
    },
    onlyIn(
      'storage-in-eventstore-node',
      '^eventstore-node/',
      ['lmdb', '@grpc/[^/]+'],
      'Storage and gRPC serve one node.',
    ),

    {
      name: 'no-circular',
      comment: 'What imports itself in a circle is one thing in two files.',
      severity: 'error',
      from: { pathNot: '^libs/domain/account/' },
      to: { circular: true },
    },
    {
      name: 'no-circular-account',
      comment:
        "Types alone may: the account is made of its features' parts, and a feature's events say what the account is after them.",
      severity: 'error',
      from: { path: '^libs/domain/account/' },
      to: { circular: true, viaOnly: { dependencyTypesNot: ['type-only'] } },
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
      // The console's packages are in what Vite has built of it.
      from: { path: `^${rooms}/`, pathNot: [tests, '^eventstore-node/contract/', '^apps/console/'] },
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
    exclude: { path: '^(eventstore-node/)?(dist|data|coverage)/' },
  },
};
