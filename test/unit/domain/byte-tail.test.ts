import fc from "fast-check";
import { expect, it } from "vitest";
import { byteTail } from "../../../shared/domain/byte-tail.ts";

it("a byte tail keeps the last bytes, however they come", () => {
  fc.assert(
    fc.property(
      fc.array(fc.uint8Array()),
      fc.integer({ min: 1, max: 20 }),
      (chunks, max) => {
        const tail = byteTail(max);
        for (const chunk of chunks) tail.write(chunk);
        const all = chunks.flatMap((chunk) => [...chunk]);
        expect([...tail.bytes()]).toEqual(all.slice(-max));
      },
    ),
  );
});
