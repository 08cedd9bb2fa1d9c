import { expect, it } from "vitest";
import * as words from "../../../shared/command-line/vocabulary.ts";
import { SCOPES } from "../../../shared/domain/access-token.ts";
import { DEAD_LETTER_CODES } from "../../../shared/domain/dead-letter.ts";
import { OPENABLE_GATES } from "../../../shared/domain/gate.ts";
import {
  PRIORITIES,
  QUEUE_CLASSES,
  STATUSES,
} from "../../../shared/domain/task.ts";

it("the command line allows the service's own words, and no others", () => {
  expect({ ...words }).toEqual({
    CLASSES: QUEUE_CLASSES,
    PRIORITIES,
    SCOPES,
    STATUSES,
    GATES: OPENABLE_GATES,
    DEAD_LETTER_CODES,
  });
});
