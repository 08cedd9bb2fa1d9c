import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  addressProblem,
  urlProblem,
} from "../../../shared/adapters/standard-webhooks/forbidden-target.ts";

const problemOf = (url: string, isPrivateAllowed = false) =>
  urlProblem(new URL(url), isPrivateAllowed);

/** Whatever an operator allows. */
const NEVER = [
  "0.0.0.0",
  "0.1.2.3",
  "169.254.169.254",
  "169.254.0.1",
  "168.63.129.16",
  "192.0.0.192",
  "192.0.2.1",
  "198.18.0.1",
  "224.0.0.1",
  "240.0.0.1",
  "255.255.255.255",
  "[::]",
  "[fe80::1]",
  "[ff02::1]",
  "[fd00:ec2::254]",
  "[::ffff:169.254.169.254]",
  "[::127.0.0.1]",
  "[64:ff9b::7f00:1]",
  "[2002:7f00:1::]",
  "[2001::1]",
  "[2001:db8::1]",
  "[fec0::1]",
];

/** Unless an operator allows it. */
const PRIVATE = [
  "127.0.0.1",
  "127.1.2.3",
  "127.1",
  "2130706433",
  "0x7f000001",
  "0x7f.1",
  "0177.0.0.1",
  "017700000001",
  "localhost",
  "LOCALHOST.",
  "agent.localhost",
  "10.0.0.1",
  "172.16.0.1",
  "172.31.255.255",
  "192.168.1.1",
  "100.64.0.1",
  "100.100.100.200",
  "[::1]",
  "[0:0:0:0:0:0:0:1]",
  "[::ffff:127.0.0.1]",
  "[::ffff:7f00:1]",
  "[::ffff:10.0.0.1]",
  "[fc00::1]",
  "[fd12:3456::1]",
];

const PUBLIC = [
  "agent.example",
  "localhost.example",
  "8.8.8.8",
  "172.32.0.1",
  "100.128.0.1",
  "[2606:4700:4700::1111]",
  "[::ffff:8.8.8.8]",
];

describe("a callback's URL", () => {
  it.each(NEVER)("never leads to %s", (host) => {
    for (const isPrivateAllowed of [false, true])
      expect(problemOf(`https://${host}:8443/done`, isPrivateAllowed)).toMatch(
        /must lead to a public address/,
      );
  });

  it.each(PRIVATE)("leads to %s only when it may", (host) => {
    expect(problemOf(`https://${host}/done`)).toMatch(/allowPrivateCallbacks/);
    expect(problemOf(`http://${host}/done`, true)).toBeUndefined();
  });

  it.each(PUBLIC)("may lead to %s", (host) => {
    expect(problemOf(`https://${host}:8443/done?key=1`)).toBeUndefined();
  });

  it.each([
    ["http://agent.example/", /must be an https URL, unless/],
    ["ftp://agent.example/", /must be an https URL$/],
    ["https://me@agent.example/", /user name/],
    ["https://:word@agent.example/", /password/],
  ])("%s is refused", (url, problem) => {
    expect(problemOf(url)).toMatch(problem);
  });
});

describe("an IPv4 address", () => {
  it("is judged alike in the clothes of IPv6", () => {
    fc.assert(
      fc.property(fc.ipV4(), fc.boolean(), (address, isPrivateAllowed) => {
        const isRefused = (text: string) =>
          addressProblem(text, isPrivateAllowed) !== undefined;
        expect(isRefused(`::ffff:${address}`)).toBe(isRefused(address));
      }),
    );
  });
});
