/** All our code as the compiler sees it, and what implements what in it. */
import ts from "typescript";

export interface WholeProgram {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly pathOf: (node: ts.Node) => string;
  readonly isOurs: (node: ts.Node) => boolean;
  /** Members of object literals that are run only when somebody names what they implement. */
  readonly deferred: ReadonlySet<ts.Node>;
  /** What a member that is asked for by this name may be. */
  readonly implementersOf: (
    declaration: ts.Node,
    name: string,
  ) => readonly ts.Node[];
}

export function wholeProgram(): WholeProgram {
  const { config } = ts.readConfigFile("tsconfig.json", ts.sys.readFile) as {
    readonly config: object;
  };
  const { fileNames, options } = ts.parseJsonConfigFileContent(
    { ...config, include: ["functions", "shared"] },
    ts.sys,
    ".",
  );
  const program = ts.createProgram(fileNames, options);
  const checker = program.getTypeChecker();
  const root = program.getCurrentDirectory();
  const pathOf = (node: ts.Node): string =>
    node.getSourceFile().fileName.replace(`${root}/`, "");
  const isOurs = (node: ts.Node): boolean =>
    // The domain calls nobody, and its data must not be taken for what has the same name elsewhere.
    /^(?:functions|shared\/(?!domain\/))/u.test(pathOf(node));

  /** By a member of a port: what implements it, in object literals. */
  const implementations = new Map<ts.Node, ts.Node[]>();
  /** The same for what is handed from one object to another, by its name alone: they are spread into each other. */
  const byName = new Map<string, ts.Node[]>();
  const deferred = new Set<ts.Node>();
  const isPort = (node: ts.Node): boolean =>
    /^shared\/(?:ports\/|adapters\/dynamodb\/table\.ts)/u.test(pathOf(node));
  const add = <Key>(
    map: Map<Key, ts.Node[]>,
    key: Key,
    node: ts.Node,
  ): void => {
    map.set(key, [...(map.get(key) ?? []), node]);
    deferred.add(node);
  };

  const noteLiteral = (literal: ts.ObjectLiteralExpression): void => {
    const type = checker.getContextualType(literal);
    if (!type) return;
    for (const property of literal.properties) {
      if (!property.name || !("text" in property.name)) continue;
      const member = checker.getPropertyOfType(type, property.name.text);
      for (const declaration of member?.declarations ?? []) {
        if (!isOurs(declaration) || !isMember(declaration)) continue;
        if (isPort(declaration)) add(implementations, declaration, property);
        else add(byName, property.name.text, property);
      }
    }
  };
  const noteAll = (node: ts.Node): void => {
    if (ts.isObjectLiteralExpression(node)) noteLiteral(node);
    ts.forEachChild(node, noteAll);
  };
  for (const file of program.getSourceFiles()) if (isOurs(file)) noteAll(file);

  const implementersOf = (
    declaration: ts.Node,
    name: string,
  ): readonly ts.Node[] =>
    isMember(declaration) ||
    ts.isPropertyAssignment(declaration) ||
    ts.isShorthandPropertyAssignment(declaration)
      ? ((isPort(declaration)
          ? implementations.get(declaration)
          : byName.get(name)) ?? [])
      : [];

  return { program, checker, pathOf, isOurs, deferred, implementersOf };
}

const isMember = (node: ts.Node): boolean =>
  ts.isPropertySignature(node) || ts.isMethodSignature(node);
