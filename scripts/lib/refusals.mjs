/**
 * The codes that each route may refuse with, read out of the sources: from a controller's method along all that it calls,
 * through the buses to the handlers and through the names of commands to the rules of the domain, to each error that is
 * thrown on the way.
 */
import path from 'node:path';
import ts from 'typescript';
import { root } from './paths.mjs';

/** Where refusals are decided. What the write path and the read models add is every route's alike (openapi/routes.ts). */
const FOLLOWED = ['apps/api/src/', 'libs/domain/', 'libs/event-store/writer/redemption.ts', 'libs/from-log/'];
const ERRORS = new Set(['DomainError', 'ApiError']);
/** The decider asks it before the rule of each command of an account but the one that opens it. */
const FIRST_OF_ALL = 'requireOpen';
const HANDLES = new Set(['CommandHandler', 'QueryHandler']);

/** @param {ts.Program} program */
export function refusalsOfRoutes(program) {
  const sources = program.getSourceFiles().filter((file) => isFollowed(file));
  const search = new Search(program.getTypeChecker(), sources);
  /** @type {Record<string, string[]>} */
  const found = {};
  for (const declaration of sources.flatMap(classesIn)) {
    if (!isDecorated(declaration, 'Controller')) continue;
    const controller = declaration.name?.text.replace('Controller', '') ?? '';
    for (const member of declaration.members) {
      if (!ts.isMethodDeclaration(member) || !ts.isIdentifier(member.name) || !isRoute(member)) continue;
      found[`${member.name.text}${controller}`] = search.codesFrom(member);
    }
  }
  return Object.fromEntries(Object.entries(found).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** @param {ts.SourceFile} file */
function isFollowed({ fileName }) {
  const name = path.relative(root, fileName);
  return FOLLOWED.some((start) => name.startsWith(start));
}

/** @param {ts.SourceFile} file */
const isOfDomain = ({ fileName }) => fileName.includes('/libs/domain/');

/** @param {ts.SourceFile} file */
const classesIn = (file) => file.statements.filter((each) => ts.isClassDeclaration(each));

/** @param {ts.HasDecorators} node */
const decoratorsOf = (node) =>
  (ts.getDecorators(node) ?? []).flatMap(({ expression }) => (ts.isCallExpression(expression) ? [expression] : []));

/** @param {ts.HasDecorators} node @param {string} name */
const isDecorated = (node, name) => decoratorsOf(node).some(({ expression }) => expression.getText() === name);

/** @param {ts.MethodDeclaration} method */
const isRoute = (method) => ['Get', 'Post', 'Put', 'Patch', 'Delete'].some((verb) => isDecorated(method, verb));

/** @param {ts.Node} node */
const isDefault = (node) =>
  (ts.isParameter(node.parent) || ts.isBindingElement(node.parent)) && node.parent.initializer === node;

/** @typedef {{ codes: string[], leads: ts.Node[] }} Look */

class Search {
  #checker;
  /** The method of a command's or query's handler, by the class that it handles. @type {Map<ts.Symbol, ts.Node>} */
  #handlers = new Map();
  /** What decides a command of the domain, by the command's name. @type {Map<string, ts.Node[]>} */
  #rules = new Map();
  /** @type {Map<ts.Node, Look>} */
  #looks = new Map();
  /** @type {ts.Node | undefined} */
  #first;

  /**
   * @param {ts.TypeChecker} checker
   * @param {readonly ts.SourceFile[]} sources
   */
  constructor(checker, sources) {
    this.#checker = checker;
    for (const declaration of sources.flatMap(classesIn)) this.#addHandler(declaration);
    for (const source of sources.filter(isOfDomain)) this.#addRules(source);
  }

  /** @param {ts.ClassDeclaration} declaration */
  #addHandler(declaration) {
    const [of] = decoratorsOf(declaration).find(({ expression }) => HANDLES.has(expression.getText()))?.arguments ?? [];
    const symbol = of && this.#symbolOf(of);
    const execute = declaration.members.find((member) => member.name?.getText() === 'execute');
    if (symbol && execute) this.#handlers.set(symbol, execute);
  }

  /** A record (`command('GrantPromo', …)`), or a function that takes the command.
   * @param {ts.Node} node */
  #addRules(node) {
    if (ts.isCallExpression(node) && node.expression.getText() === 'command') {
      const [name] = node.arguments;
      if (name && ts.isStringLiteral(name)) this.#addRule(name.text, node);
    }
    if (ts.isFunctionDeclaration(node) && node.name?.text === FIRST_OF_ALL) this.#first = node;
    if (ts.isFunctionLike(node) && !ts.isTypeNode(node)) {
      const [{ type } = {}] = node.parameters;
      if (type && ts.isTypeReferenceNode(type)) this.#addRule(type.getText(), node);
    }
    ts.forEachChild(node, (child) => this.#addRules(child));
  }

  /** @param {string} name @param {ts.Node} rule */
  #addRule(name, rule) {
    this.#rules.set(name, [...(this.#rules.get(name) ?? []), rule]);
  }

  /** @param {ts.Node} start */
  codesFrom(start) {
    /** @type {Set<string>} */
    const codes = new Set();
    const met = new Set([start]);
    for (const node of met) {
      const found = this.#lookedAt(node);
      for (const code of found.codes) codes.add(code);
      for (const lead of found.leads) met.add(lead);
    }
    return [...codes].sort();
  }

  /** @param {ts.Node} declaration */
  #lookedAt(declaration) {
    const known = this.#looks.get(declaration);
    if (known) return known;
    const found = this.#look(declaration);
    this.#looks.set(declaration, found);
    return found;
  }

  /** What a declaration throws, and what it leads to. @param {ts.Node} declaration @returns {Look} */
  #look(declaration) {
    /** @type {Look} */
    const found = { codes: [], leads: [] };
    /** @param {ts.Node} node */
    const visit = (node) => {
      // A default is asked for where nothing else is given; types throw nothing.
      if (ts.isTypeNode(node) || isDefault(node)) return;
      if (ts.isNewExpression(node)) this.#created(node, found);
      if (ts.isStringLiteral(node)) found.leads.push(...this.#ruleOf(node));
      if (ts.isIdentifier(node)) found.leads.push(...this.#declared(node));
      ts.forEachChild(node, visit);
    };
    ts.forEachChild(declaration, visit);
    return found;
  }

  /** The domain names its commands in types only; the API, in the requests that it makes. @param {ts.StringLiteral} node */
  #ruleOf(node) {
    const rules = isOfDomain(node.getSourceFile()) ? [] : (this.#rules.get(node.text) ?? []);
    const isOnAccount = rules.some((each) => ts.isCallExpression(each)) && node.text !== 'OpenAccount';
    return isOnAccount && this.#first ? [...rules, this.#first] : rules;
  }

  /** @param {ts.NewExpression} node @param {Look} found */
  #created({ expression, arguments: given }, { codes, leads }) {
    const symbol = this.#symbolOf(expression);
    const handler = symbol && this.#handlers.get(symbol);
    if (handler) leads.push(handler);
    const code = given?.[0];
    if (!code || !ERRORS.has(symbol?.name ?? '')) return;
    const type = this.#checker.getTypeAtLocation(code);
    for (const each of type.isUnion() ? type.types : [type]) if (each.isStringLiteral()) codes.push(each.value);
  }

  /** @param {ts.Identifier} node */
  #declared(node) {
    const parent = node.parent;
    const symbol = ts.isShorthandPropertyAssignment(parent)
      ? this.#checker.getShorthandAssignmentValueSymbol(parent)
      : this.#symbolOf(node);
    return (symbol?.declarations ?? []).filter(
      (each) =>
        isFollowed(each.getSourceFile()) &&
        (ts.isFunctionLike(each) || ts.isVariableDeclaration(each) || ts.isPropertyAssignment(each)),
    );
  }

  /** @param {ts.Node} node */
  #symbolOf(node) {
    const symbol = this.#checker.getSymbolAtLocation(node);
    return symbol && symbol.flags & ts.SymbolFlags.Alias ? this.#checker.getAliasedSymbol(symbol) : symbol;
  }
}
