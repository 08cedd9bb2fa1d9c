// The dependency rule of CONTRIBUTING.md, enforced: vendors may know us, we do not know vendors.

const folders = (paths) =>
  paths.map((path) => (/\.(ts|json)$/.test(path) ? `^${path}$` : `^${path}/`));

/** A layer may import itself and the folders (and single files) named; nothing else that is ours. */
const layer = (name, mayImport) => ({
  name: `${name.replace("/", "-")}-imports`,
  comment: `${name} may import only: ${mayImport.join(", ") || "itself"}`,
  severity: "error",
  from: { path: `^${name}/` },
  to: {
    path: "^(functions|shared|test|infra|docs)/",
    pathNot: folders([name, ...mayImport]),
  },
});

/** A vendor's package is imported by its own adapter and by the composition root, nowhere else in the service. */
const door = (packages, adapters) => ({
  name: `${adapters[0]}-is-the-only-door`,
  comment: `Only shared/adapters/${adapters.join(" or ")} (and the composition root) may import ${packages}`,
  severity: "error",
  from: {
    path: "^(functions|shared)/",
    pathNot: folders([
      "shared/runtime",
      ...adapters.map((adapter) => `shared/adapters/${adapter}`),
    ]),
  },
  to: { path: `node_modules/(${packages})/` },
});

/** Siblings in a folder do not know each other. */
const strangers = (folder) => ({
  name: `${folder.split("/").at(-1)}-are-strangers`,
  comment: `Folders in ${folder} do not import each other`,
  severity: "error",
  from: { path: `^${folder}/([^/]+)/` },
  to: { path: `^${folder}/`, pathNot: `^${folder}/$1/` },
});

const NPM = ["npm", "npm-dev", "npm-optional", "npm-peer", "npm-no-pkg"];

module.exports = {
  forbidden: [
    layer("shared/domain", []),
    layer("shared/ports", ["shared/domain"]),
    layer("shared/app", ["shared/domain", "shared/ports"]),
    layer("shared/adapters", ["shared/domain", "shared/ports"]),
    layer("shared/client", []),
    layer("shared/command-line", [
      "shared/domain",
      "shared/client",
      "shared/runtime/direct-token.ts",
    ]),
    layer("shared/runtime", [
      "shared/domain",
      "shared/ports",
      "shared/app",
      "shared/adapters",
      // Served as they are.
      "docs/openapi.json",
      "docs/errors-page.json",
    ]),
    layer("functions", ["shared/runtime"]),
    // The local stack is a composition root of its own: it starts the same service around embedded
    // servers, and proves with the client that it answers. What it needs of the rest comes through
    // these two; which variables there are, it shares with what deploys.
    layer("infra/local", [
      "shared/runtime",
      "shared/client",
      "infra/variables",
    ]),
    strangers("functions"),
    strangers("shared/adapters"),
    {
      name: "domain-is-pure",
      comment:
        "Domain, ports and use cases import no package and no built-in: they are decided by their arguments alone",
      severity: "error",
      from: { path: "^shared/(domain|ports|app)/" },
      to: { dependencyTypes: [...NPM, "core"] },
    },
    {
      name: "functions-are-thin",
      comment:
        "A function imports zod for its request and the types of its event; the rest is behind shared/runtime",
      severity: "error",
      from: { path: "^functions/" },
      to: {
        dependencyTypes: [...NPM, "core"],
        pathNot: "node_modules/(zod|@types/aws-lambda)/",
      },
    },
    {
      name: "the-client-stands-alone",
      comment:
        "Agents run the client wherever there is fetch: it imports no package and no built-in",
      severity: "error",
      from: { path: "^shared/client/" },
      to: { dependencyTypes: [...NPM, "core"] },
    },
    {
      name: "the-command-line-starts-fast",
      comment:
        "What needs the AWS SDK is loaded by the one command that needs it",
      severity: "error",
      from: { path: "^shared/command-line/" },
      to: { path: "^shared/runtime/", dynamic: false },
    },
    door("@aws-sdk/client-sqs", ["sqs"]),
    door("@aws-sdk/(client|lib)-dynamodb", ["dynamodb"]),
    door("@octokit/[^/]+", ["github"]),
    door("aws-embedded-metrics", ["emf"]),
    door("standardwebhooks|ipaddr\\.js", ["standard-webhooks"]),
    {
      name: "middy-stays-in-runtime",
      comment: "One middleware stack for each kind of event, in shared/runtime",
      severity: "error",
      from: {
        path: "^(functions|shared|infra)/",
        pathNot: "^shared/runtime/",
      },
      to: { path: "node_modules/@middy/" },
    },
    {
      name: "tests-are-not-imported",
      comment: "Nothing but a test imports a test",
      severity: "error",
      from: { pathNot: "^test/" },
      to: { path: "^test/" },
    },
    {
      name: "deployed-code-has-dependencies",
      comment:
        "What is deployed imports `dependencies`, never `devDependencies` (their types excepted)",
      severity: "error",
      from: {
        path: "^(functions|shared)/",
        pathNot: "^shared/command-line/", // it is built into files that hold what it needs
      },
      to: {
        dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"],
        dependencyTypesNot: ["type-only", "npm"],
        pathNot: "node_modules/@types/",
      },
    },
    {
      name: "imports-resolve",
      severity: "error",
      from: {},
      to: { couldNotResolve: true },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(test/fixtures|shared/(client|command-line)/dist)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["ccsp-source", "node", "import", "default", "types"],
    },
  },
};
