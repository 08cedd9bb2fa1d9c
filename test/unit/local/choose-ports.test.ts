import { createServer } from "node:net";
import { once } from "node:events";
import { describe, expect, it } from "vitest";
import {
  choosePorts,
  isFree,
  portRange,
} from "../../../infra/local/choose-ports.ts";

describe("ports", () => {
  it.each([
    { ephemeral: "32768\t60999\n", end: 32_768 },
    { ephemeral: "49152\t65535\n", end: 49_152 },
    { ephemeral: "1024\t65535\n", end: 32_768 }, // nothing is below: the usual end
    { ephemeral: "", end: 32_768 }, // not Linux
  ])(
    "come from below the ephemeral range '$ephemeral'",
    ({ ephemeral, end }) => {
      expect(portRange(ephemeral)).toEqual({ first: 20_000, end });
    },
  );

  it("are all different, and none is taken", async () => {
    const range = { first: 20_000, end: 20_006 };
    const ports = await choosePorts(3, [20_000, 20_001], range);
    expect(new Set(ports).size).toBe(3);
    for (const port of ports) {
      expect(port).toBeGreaterThan(20_001);
      expect(port).toBeLessThan(20_006);
    }
  });

  it("that somebody listens on are not free", async () => {
    const server = createServer();
    const [port = 0] = await choosePorts(1);
    server.listen(port, "127.0.0.1");
    await once(server, "listening");
    expect(await isFree(port)).toBe(false);
    server.close();
    await once(server, "close");
    expect(await isFree(port)).toBe(true);
  });

  it("that run out are an error", async () => {
    const range = { first: 20_000, end: 20_001 };
    await expect(choosePorts(1, [20_000], range)).rejects.toThrow(
      "no free port from 20000 to 20000",
    );
  });
});
