/** The client's types are what the service's own say: mostly checked by `tsc`, which also checks this file. */
import { describe, expectTypeOf, it } from "vitest";
import type { z } from "zod";
import type {
  ListQuery,
  SubmitBody,
} from "../../../functions/agent-api/requests.ts";
import type * as client from "../../../shared/client/types.ts";
import type {
  ListOptions,
  TaskOptions,
} from "../../../shared/client/options.ts";
import type { Usage } from "../../../shared/domain/outcome.ts";
import type {
  Callback,
  ErrorCode,
  Priority,
  Task,
  TaskError,
  TaskStatus,
} from "../../../shared/domain/task.ts";

type Body = z.input<typeof SubmitBody>;

/** Apart from whether they may be left out, and may be changed. */
type Values<T> = {
  -readonly [Name in keyof T]-?: Exclude<
    T[Name],
    undefined
  > extends client.JsonObject
    ? client.JsonObject
    : Exclude<T[Name], undefined>;
};
type Needed<T> = {
  [Name in keyof T]-?: object extends Pick<T, Name> ? never : Name;
}[keyof T];

describe("The client's types", () => {
  it("of a request are those of the schema that checks it", () => {
    expectTypeOf<Values<client.SubmitRequest>>().toEqualTypeOf<Values<Body>>();
    expectTypeOf<Needed<client.SubmitRequest>>().toEqualTypeOf<Needed<Body>>();
    expectTypeOf<Needed<Body>>().toEqualTypeOf<"prompt">();
    expectTypeOf<keyof TaskOptions>().toEqualTypeOf<
      Exclude<keyof Body, "prompt">
    >();
  });

  it("of a list's filter are those of the schema that checks it", () => {
    type Query = z.input<typeof ListQuery>;
    expectTypeOf<
      Exclude<keyof ListOptions, "signal" | "pageSize">
    >().toEqualTypeOf<Exclude<keyof Query, "cursor" | "limit">>();
  });

  it("of a task's words are the domain's", () => {
    expectTypeOf<client.Priority>().toEqualTypeOf<Priority>();
    expectTypeOf<client.TaskStatus>().toEqualTypeOf<TaskStatus>();
    expectTypeOf<client.TaskErrorCode>().toEqualTypeOf<ErrorCode>();
    expectTypeOf<keyof client.TaskError>().toEqualTypeOf<keyof TaskError>();
    expectTypeOf<client.Callback>().toEqualTypeOf<Omit<Callback, "id">>();
    expectTypeOf<client.Usage>().toEqualTypeOf<Usage>();
    expectTypeOf<client.Task["attempts"]>().toEqualTypeOf<Task["failures"]>();
  });
});
