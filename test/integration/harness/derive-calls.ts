/**
 * Which calls to AWS a deployable can make, from its code: everything that can be reached from its entry, by names and,
 * through an interface, by whatever implements it here. What is said in one place, which table or queue an
 * adapter's file speaks to, is declared in RESOURCE_OF_FILE; the rest is derived.
 */
import { basename, dirname } from "node:path";
import ts from "typescript";
import { wholeProgram } from "./whole-program.ts";

/** By the adapter's file: of which resource, by logical id. The other files of DynamoDB's adapter are of the Control table. */
const RESOURCE_OF_FILE: Readonly<Record<string, string>> = {
  "dynamodb/task-store.ts": "TasksTable",
  "dynamodb/due-tasks.ts": "TasksTable",
  "dynamodb/key-holders.ts": "TasksTable",
  "dynamodb/standing-index.ts": "TasksTable",
  "dynamodb/callback-note.ts": "TasksTable",
  "dynamodb/usage-store.ts": "UsageTable",
  "sqs/task-queue.ts": "WaitingQueues",
  "sqs/dead-messages.ts": "DeadLetterQueue",
  "sns/publish-notice.ts": "StopTopic",
  "secrets-manager/read-secret.ts": "Secrets",
};
const VENDORS = ["dynamodb", "sqs", "sns", "secrets-manager"];

export interface Call {
  /** The SDK's command, without its last word. */
  readonly command: string;
  readonly resource: string;
  /** Of the table. */
  readonly index?: string;
}

interface Found {
  readonly commands: Set<string>;
  readonly indexes: Set<string>;
}

type Visit = (node: ts.Node, into?: Found) => void;

export interface CallFinder {
  /** @param entry the program's file */
  callsOf(entry: string): readonly Call[];
}

export function callFinder(): CallFinder {
  const { program, checker, pathOf, isOurs, deferred, implementersOf } =
    wholeProgram();

  const vendorFile = (node: ts.Node): string | undefined => {
    const path = pathOf(node);
    const vendor = basename(dirname(path));
    return path.startsWith("shared/adapters/") && VENDORS.includes(vendor)
      ? `${vendor}/${basename(path)}`
      : undefined;
  };

  /** The files that are loaded with one: what else there is cannot run. */
  const loadedWith = (entry: ts.SourceFile): ReadonlySet<ts.SourceFile> => {
    const loaded = new Set<ts.SourceFile>([entry]);
    for (const file of loaded)
      for (const statement of file.statements) {
        const from = importedBy(statement);
        const symbol = from && checker.getSymbolAtLocation(from);
        for (const declaration of symbol?.declarations ?? [])
          if (ts.isSourceFile(declaration) && isOurs(declaration))
            loaded.add(declaration);
      }
    return loaded;
  };

  const callsOf = (entry: string): readonly Call[] => {
    const start = program.getSourceFile(entry) ?? missing(entry);
    const loaded = loadedWith(start);
    const isLoaded = (node: ts.Node): boolean =>
      loaded.has(node.getSourceFile());
    const calls = new Map<string, Call>();
    const seen = new Set<ts.Node>();

    /** All that one method of an adapter can do, which is of one resource. */
    const enterVendor = (node: ts.Node, file: string): void => {
      if (seen.has(node)) return;
      seen.add(node);
      const found: Found = { commands: new Set(), indexes: new Set() };
      const inside = new Set<ts.Node>();
      walk(
        node,
        (next) => {
          if (!isLoaded(next)) return false;
          if (vendorFile(next) === undefined) visit(next);
          else if (!inside.has(next)) {
            inside.add(next);
            return true;
          }
          return false;
        },
        found,
      );
      const resource = RESOURCE_OF_FILE[file] ?? "ControlTable";
      for (const command of found.commands)
        for (const index of command === "Query" && found.indexes.size > 0
          ? found.indexes
          : [undefined]) {
          const call = {
            command,
            resource,
            ...(index !== undefined && { index }),
          };
          calls.set(JSON.stringify(call), call);
        }
    };

    const visit: Visit = (node) => {
      if (!isLoaded(node)) return;
      const file = vendorFile(node);
      if (file !== undefined) enterVendor(node, file);
      else if (!seen.has(node)) {
        seen.add(node);
        walk(node, (next) => {
          visit(next);
          return false;
        });
      }
    };

    visit(start);
    return [...calls.values()];
  };

  /**
   * Goes through a piece of code and hands on each piece that it names.
   *
   * @param follow `true`: that is to be gone through here, too
   */
  const walk = (
    start: ts.Node,
    follow: (next: ts.Node) => boolean,
    found?: Found,
  ): void => {
    const go = (node: ts.Node): void => {
      if (ts.isTypeNode(node) || ts.isImportDeclaration(node)) return;
      if (ts.isInterfaceDeclaration(node) || ts.isTypeAliasDeclaration(node))
        return;
      // Run only when somebody names it.
      if (node !== start && (deferred.has(node) || isNamedFunction(node)))
        return;
      if (ts.isNewExpression(node) && ts.isIdentifier(node.expression)) {
        const command = /^(\w+)Command$/u.exec(node.expression.text)?.[1];
        if (command !== undefined) found?.commands.add(command);
      }
      if (
        ts.isPropertyAssignment(node) &&
        node.name.getText() === "IndexName" &&
        ts.isStringLiteral(node.initializer)
      )
        found?.indexes.add(node.initializer.text);
      if (ts.isIdentifier(node)) {
        for (const target of targetsOf(node))
          if (follow(target)) walk(target, follow, found);
      }
      ts.forEachChild(node, go);
    };
    go(start);
  };

  const targetsOf = (name: ts.Identifier): readonly ts.Node[] => {
    let symbol = ts.isShorthandPropertyAssignment(name.parent)
      ? checker.getShorthandAssignmentValueSymbol(name.parent)
      : checker.getSymbolAtLocation(name);
    if (symbol && symbol.flags & ts.SymbolFlags.Alias)
      symbol = checker.getAliasedSymbol(symbol);
    return (symbol?.declarations ?? [])
      .filter(isOurs)
      .flatMap((declaration) => {
        if (declaration === name.parent) return destructured(name);
        if (ts.isBindingElement(declaration) || ts.isParameter(declaration))
          return [];
        return [declaration, ...implementersOf(declaration, name.text)];
      });
  };

  /** What is taken out of an object by its name: `const { head } = control`. */
  const destructured = (name: ts.Identifier): readonly ts.Node[] => {
    const element = name.parent;
    if (!ts.isBindingElement(element)) return [];
    const from = checker.getTypeAtLocation(element.parent);
    const taken = element.propertyName ?? element.name;
    const property = checker.getPropertyOfType(from, taken.getText());
    return (property?.declarations ?? [])
      .filter(isOurs)
      .flatMap((declaration) => implementersOf(declaration, taken.getText()));
  };

  return { callsOf };
}

const isNamedFunction = (node: ts.Node): boolean =>
  ts.isFunctionDeclaration(node) ||
  (ts.isVariableDeclaration(node) &&
    node.initializer !== undefined &&
    ts.isArrowFunction(node.initializer));

/** What a statement imports to run it. */
function importedBy(statement: ts.Statement): ts.Expression | undefined {
  if (ts.isExportDeclaration(statement))
    return statement.isTypeOnly ? undefined : statement.moduleSpecifier;
  if (!ts.isImportDeclaration(statement)) return undefined;
  const { importClause: clause, moduleSpecifier } = statement;
  if (clause?.phaseModifier === ts.SyntaxKind.TypeKeyword) return undefined;
  return moduleSpecifier;
}

function missing(entry: string): never {
  throw new Error(`there is no ${entry}`);
}
