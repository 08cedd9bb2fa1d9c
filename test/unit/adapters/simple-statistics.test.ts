import fc from "fast-check";
import { expect, it } from "vitest";
import { simpleStatistics } from "../../../shared/adapters/simple-statistics/statistics.ts";

const { fitLine } = simpleStatistics;
const places = (values: readonly number[]) =>
  values.map((y, x) => [x, y] as const);

it("errors are numbers and not negative, whatever was measured", () => {
  const value = fc.integer({ min: -1_000, max: 1_000 });
  fc.assert(
    fc.property(fc.array(value, { minLength: 3, maxLength: 20 }), (values) => {
      const line = fitLine(places(values));
      for (const error of [line.slopeError, line.errorAt(60)])
        expect(error).toBeGreaterThanOrEqual(0);
    }),
  );
});

it("points that go to and fro by themselves tell more than those that wander", () => {
  const independent = [1, -1, 1, -1, 1, -1, 1, -1, 1, -1, 1, -1];
  const wandering = [1, 1, 1, -1, -1, -1, -1, -1, -1, 1, 1, 1];
  expect(fitLine(places(independent)).slopeError).toBeLessThan(
    fitLine(places(wandering)).slopeError,
  );
});

it("one more point is the less sure the further off it is", () => {
  const line = fitLine(places([1, 3, 2, 4, 3, 5]));
  expect(line.errorAt(5)).toBeLessThan(line.errorAt(60));
});
