import js from "@eslint/js";
import comments from "@eslint-community/eslint-plugin-eslint-comments/configs";
import vitest from "@vitest/eslint-plugin";
import { defineConfig, globalIgnores } from "eslint/config";
import globals from "globals";
import tseslint from "typescript-eslint";
import { todoNeedsIssue } from "./todo-needs-issue.js";

/** Whatever reaches for time, chance, the network or the machine: in the pure layers these are arguments. */
const ambientGlobals = [
  "process",
  "fetch",
  "crypto",
  "console",
  "performance",
  "globalThis",
  "setTimeout",
  "setInterval",
  "setImmediate",
].map((name) => ({
  name,
  message: `\`${name}\` comes in as an argument, through a port (rule 6).`,
}));

const ambientProperties = [
  { object: "Date", property: "now" },
  { object: "Math", property: "random" },
  { object: "AbortSignal", property: "timeout" },
].map((member) => ({
  ...member,
  message: "Time and randomness are arguments (rule 6).",
}));

const ambientSyntax = [
  {
    selector: "NewExpression[callee.name='Date'][arguments.length=0]",
    message:
      "`new Date()` reads the clock: take the time as an argument (rule 6).",
  },
  {
    selector: "CallExpression[callee.name='Date']",
    message: "`Date()` reads the clock: take the time as an argument (rule 6).",
  },
];

const environment = {
  object: "process",
  property: "env",
  message:
    "Only shared/runtime/config.ts (and shared/command-line/environment.ts) reads the environment (rule 7).",
};

export default defineConfig(
  globalIgnores([
    "coverage/",
    "**/dist/",
    ".serverless/",
    ".esbuild/",
    ".ccsp/",
    "test/fixtures/",
  ]),
  {
    linterOptions: {
      reportUnusedDisableDirectives: "error",
      reportUnusedInlineConfigs: "error",
    },
  },
  js.configs.recommended,
  comments.recommended,
  {
    plugins: { ccsp: { rules: { "todo-needs-issue": todoNeedsIssue } } },
    rules: {
      "ccsp/todo-needs-issue": "error",
      "@eslint-community/eslint-comments/require-description": "error",
      eqeqeq: "error",
      "no-console": "error",
      "no-restricted-properties": ["error", environment],
      "no-restricted-imports": [
        "error",
        { name: "node:process", message: "Use the global `process`." },
        { name: "process", message: "Use the global `process`." },
      ],
    },
  },
  {
    files: ["**/*.{js,mjs}"],
    languageOptions: { globals: globals.nodeBuiltin },
  },
  {
    files: ["**/*.{ts,tsx}"],
    extends: [
      tseslint.configs.strictTypeChecked,
      tseslint.configs.stylisticTypeChecked,
    ],
    languageOptions: {
      parserOptions: {
        projectService: true,
        tsconfigRootDir: `${import.meta.dirname}/..`,
      },
    },
    rules: {
      "@typescript-eslint/no-floating-promises": "error",
      "@typescript-eslint/switch-exhaustiveness-check": "error",
      "@typescript-eslint/consistent-type-exports": "error",
      "@typescript-eslint/no-confusing-void-expression": [
        "error",
        { ignoreArrowShorthand: true }, // `() => stopping.abort()` reads better than its block
      ],
      "@typescript-eslint/no-unused-vars": [
        "error",
        { ignoreRestSiblings: true }, // `const { lease, ...rest } = task` is how a property is left out
      ],
      "@typescript-eslint/no-empty-function": [
        "error",
        { allow: ["arrowFunctions"] }, // `() => {}` is how nothing is passed on purpose
      ],
      "@typescript-eslint/unbound-method": "off", // our objects are closures: their methods know no `this`
      "@typescript-eslint/no-unnecessary-condition": [
        "error",
        { allowConstantLoopConditions: "only-allowed-literals" }, // `while (true)` is how a loop that only returns is written
      ],
      "@typescript-eslint/restrict-template-expressions": [
        "error",
        { allowNumber: true }, // a number in a message is text without surprise
      ],
    },
  },
  {
    files: ["{functions,shared/adapters,shared/runtime}/**/*.ts"],
    rules: {
      "no-restricted-syntax": [
        "error",
        {
          selector:
            "ImportDeclaration[importKind='value'][source.value='zod'] > ImportSpecifier",
          message:
            'Write `import * as z from "zod"`: of the object `z` a bundler can leave nothing out.',
        },
      ],
    },
  },
  {
    files: ["shared/{domain,ports,app}/**/*.ts"],
    rules: {
      "no-restricted-globals": ["error", ...ambientGlobals],
      "no-restricted-properties": ["error", ...ambientProperties],
      "no-restricted-syntax": ["error", ...ambientSyntax],
      "@typescript-eslint/consistent-type-assertions": [
        "error",
        { assertionStyle: "never" }, // types do not lie here: a type guard proves what `as` only claims
      ],
    },
  },
  {
    files: [
      "shared/runtime/config.ts",
      "shared/command-line/environment.ts",
      "infra/{local,executor,package}/**",
      "test/**/*.ts",
      "docs/examples/**",
      ".config/**",
    ],
    rules: {
      "no-restricted-properties": "off", // the readers of the environment, the program that builds one for its children, and those that stand outside the service
    },
  },
  {
    files: [
      "infra/{local,client}/**",
      "test/{bench,docs}/**/*.ts",
      "test/conformance/run.ts",
      "test/conformance/tools/{install-once,leash}.ts",
      "docs/examples/**/*.ts",
      ".config/**",
    ],
    rules: {
      "no-console": "off", // command lines: the console is their output
    },
  },
  {
    files: ["test/**/*.ts"],
    plugins: { vitest },
    rules: {
      "vitest/no-focused-tests": "error",
      "vitest/no-disabled-tests": "error",
      "vitest/no-identical-title": "error",
      "vitest/no-standalone-expect": [
        "error",
        { additionalTestBlockFunctions: ["afterEach", "afterAll"] }, // what every test leaves behind is a claim too
      ],
      "vitest/valid-expect": "error",
      "vitest/valid-title": "error",
      "@typescript-eslint/no-empty-function": "off", // a fake often has nothing to do
      "@typescript-eslint/no-non-null-assertion": "off", // a wrong guess fails the test, which is what a test is for
      "@typescript-eslint/no-unsafe-assignment": "off", // vitest types its asymmetric matchers (`expect.any`) as `any`
      "@typescript-eslint/require-await": "off", // a fake answers at once, yet through the promise that its port demands
    },
  },
);
