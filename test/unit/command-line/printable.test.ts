import { expect, it } from "vitest";
import { printable } from "../../../shared/command-line/printable.ts";

it("what others wrote cannot command a terminal", () => {
  const hostile = "a\u001b[2Jb\u0007c\u009b31md\re\r\nf\tg";
  expect(printable(hostile)).toBe("a�[2Jb�c�31md�e\nf\tg");
  expect(printable("a\u202eb\u2067c")).toBe("a�b�c");
  expect(printable("one\n two\tthree", { lines: 1 })).toBe("one two three");
});
