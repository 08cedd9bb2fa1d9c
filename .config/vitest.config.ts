import {
  defineConfig,
  type TestProjectInlineConfiguration,
} from "vitest/config";
import { WaitingFirst } from "./waiting-first.ts";

type TestOptions = NonNullable<TestProjectInlineConfiguration["test"]>;

/** The tests of a lane of test/conformance/lanes.ts. */
const lane = (
  name: string,
  options: TestOptions,
): TestProjectInlineConfiguration => ({
  extends: true,
  test: {
    name: `conformance-${name}`,
    setupFiles: [".config/fail-on-leak.ts"],
    maxWorkers: 2,
    // They run beside everything else in the gate; what fails twice fails.
    retry: 1,
    testTimeout: 120_000,
    hookTimeout: 120_000,
    ...options,
  },
});

export default defineConfig({
  // The package's own name leads to its source, so that a test never runs what was built before.
  ssr: { resolve: { conditions: ["ccsp-source"] } },
  test: {
    // Read by the metrics library when it is imported: no search for a machine's agent on the network.
    env: { AWS_EMF_ENVIRONMENT: "Local" },
    allowOnly: false,
    // What tests run in this process writes its metrics as lines on standard output: thousands.
    onConsoleLog: (log) =>
      log
        .trimEnd()
        .split("\n")
        .some((line) => !line.includes('"_aws":{')),
    sequence: { sequencer: WaitingFirst },
    // A rejection nobody awaited or an error nobody caught fails the run, whichever test caused it.
    dangerouslyIgnoreUnhandledErrors: false,
    coverage: {
      provider: "v8",
      include: ["functions/**/*.ts", "shared/**/*.ts"],
      reporter: ["text-summary"],
      // A test that failed may pass alone (.ci/run): the thresholds hold all the same.
      reportOnFailure: true,
      thresholds: {
        "shared/domain/**": { lines: 100 },
        "shared/app/**": { lines: 100 },
      },
    },
    projects: [
      {
        extends: true,
        test: {
          name: "unit",
          // Long enough on a busy machine: what hangs hangs for longer.
          testTimeout: 30_000,
          hookTimeout: 60_000,
          maxWorkers: 3,
          include: ["test/{unit,architecture}/**/*.test.ts"],
          setupFiles: [".config/fail-on-leak.ts", ".config/fail-on-output.ts"],
        },
      },
      {
        extends: true,
        test: {
          name: "functional",
          include: ["test/functional/**/*.test.ts"],
          setupFiles: [".config/fail-on-leak.ts", ".config/fail-on-output.ts"],
          maxWorkers: 3,
          // Emulators and the clock of a machine that others may share, as below.
          retry: 1,
          testTimeout: 120_000,
          hookTimeout: 120_000,
        },
      },
      {
        extends: true,
        test: {
          name: "integration",
          include: ["test/{contract,integration}/**/*.test.ts"],
          setupFiles: [".config/fail-on-leak.ts"],
          // Each file starts servers and processes of its own, and mostly waits for them.
          maxWorkers: 3,
          // Real processes and clocks on a machine that others may share: the report names each
          // test that needed its second try, and one that fails twice fails.
          retry: 1,
          testTimeout: 240_000,
          hookTimeout: 180_000,
        },
      },
      // Need tools that are no dependency of ours: `npm run test:conformance` brings them.
      lane("claude", { include: ["test/conformance/*.test.ts"] }),
      lane("dynamodb-local", {
        include: [
          "test/contract/dynamodb-*.test.ts",
          "test/integration/schedule-storm.test.ts",
        ],
        globalSetup: "test/conformance/dynamodb-local/start.ts",
      }),
      lane("prometheus", {
        include: ["test/conformance/prometheus/*.test.ts"],
      }),
      lane("schemathesis", {
        include: ["test/conformance/schemathesis/*.test.ts"],
      }),
      lane("static", {
        include: ["test/conformance/static/*.test.ts"],
      }),
      lane("localstack", {
        include: [
          "test/contract/sqs-*.test.ts",
          "test/conformance/localstack/*.test.ts",
        ],
        globalSetup: "test/conformance/localstack/start.ts",
      }),
      lane("ministack", {
        include: ["test/conformance/ministack/*.test.ts"],
        // A deployment, and schedules that work once a minute.
        testTimeout: 200_000,
        hookTimeout: 300_000,
      }),
    ],
  },
});
