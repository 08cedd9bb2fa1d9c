import { expect, it } from "vitest";
import {
  ceilTo,
  floorTo,
  startsIn,
  widenTo,
} from "../../../shared/domain/usage-period.ts";

const at = (time: string): Date => new Date(`2030-01-01T${time}Z`);

it("periods begin at whole minutes, hours and days of UTC", () => {
  const time = at("12:34:56.789");
  expect(floorTo("minute", time)).toEqual(at("12:34:00"));
  expect(floorTo("hour", time)).toEqual(at("12:00:00"));
  expect(floorTo("day", time)).toEqual(at("00:00:00"));
  expect(ceilTo("hour", time)).toEqual(at("13:00:00"));
  expect(ceilTo("hour", at("13:00:00"))).toEqual(at("13:00:00"));
});

it("a range is widened to the whole periods that hold it, each of which is named", () => {
  const range = { from: at("10:59:59"), to: at("12:00:01") };
  expect(widenTo("hour", range)).toEqual({
    from: at("10:00:00"),
    to: at("13:00:00"),
  });
  expect(startsIn("hour", range)).toEqual([
    at("10:00:00"),
    at("11:00:00"),
    at("12:00:00"),
  ]);
});
