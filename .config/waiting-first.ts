/** Tests that mostly wait for a clock begin first: others fill the time. By itself Vitest begins with large files. */
import { BaseSequencer, type TestSpecification } from "vitest/node";

const WAIT_MOST = [
  /ministack\/deployed-service/,
  /localstack\/stack-and-schedules/,
];

export class WaitingFirst extends BaseSequencer {
  override async sort(
    files: TestSpecification[],
  ): Promise<TestSpecification[]> {
    const sorted = await super.sort(files);
    const waiting = WAIT_MOST.flatMap((file) =>
      sorted.filter(({ moduleId }) => file.test(moduleId)),
    );
    return [...waiting, ...sorted.filter((one) => !waiting.includes(one))];
  }
}
