import { resolve } from "node:path";
import ts from "typescript";
import type { CodeBlock, Problem } from "./code-blocks.ts";

function compilerOptions(): ts.CompilerOptions {
  const { config } = ts.readConfigFile("tsconfig.json", (path) =>
    ts.sys.readFile(path),
  ) as { config: unknown };
  return {
    ...ts.parseJsonConfigFileContent(config, ts.sys, ".").options,
    moduleDetection: ts.ModuleDetectionKind.Force,
    noUnusedLocals: false, // an example may end with the value it explains
  };
}

/** Compiles each block as if it were a file in the repository's root, without writing one. */
export function checkTypeScript(blocks: readonly CodeBlock[]): Problem[] {
  const virtual = new Map(
    blocks.map((block, index) => [resolve(`block-${index}.ts`), block]),
  );
  const options = compilerOptions();
  const onDisk = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...onDisk,
    fileExists: (path) => virtual.has(path) || onDisk.fileExists(path),
    getSourceFile: (path, target) => {
      const text = virtual.get(path)?.text ?? onDisk.readFile(path);
      return text === undefined
        ? undefined
        : ts.createSourceFile(path, text, target);
    },
  };
  const program = ts.createProgram([...virtual.keys()], options, host);
  return ts.getPreEmitDiagnostics(program).flatMap((diagnostic) => {
    const block = virtual.get(diagnostic.file?.fileName ?? "");
    if (block === undefined) return [];
    const at = diagnostic.file?.getLineAndCharacterOfPosition(
      diagnostic.start ?? 0,
    );
    return {
      file: block.file,
      line: block.line + (at?.line ?? 0),
      message: ts.flattenDiagnosticMessageText(diagnostic.messageText, "\n"),
    };
  });
}
