/**
 * Where nothing is posted to: whoever may submit a task shall not make the service talk to its own
 * machine, to the network around it, or to what a cloud tells only its machines.
 */
import ipaddr from "ipaddr.js";

/** Ranges that an operator can allow. All the others that are not public never are. */
const PRIVATE_RANGES: ReadonlySet<string> = new Set([
  "loopback",
  "private",
  "carrierGradeNat",
  "uniqueLocal",
]);

/** What clouds tell their machines at addresses that look public or private. */
const METADATA: ReadonlySet<string> = new Set([
  "168.63.129.16",
  "fd00:ec2::254",
]);

/** The only part of IPv6 that is routed. https://www.iana.org/assignments/ipv6-address-space */
const GLOBAL_UNICAST = ipaddr.IPv6.parseCIDR("2000::/3");

/** What a URL must be, as far as it can be told without asking for its name; `undefined`: it is. */
export function urlProblem(
  url: URL,
  isPrivateAllowed: boolean,
): string | undefined {
  if (url.protocol !== "https:" && url.protocol !== "http:")
    return "must be an https URL";
  if (url.protocol === "http:" && !isPrivateAllowed)
    return `must be an https URL, ${unlessAllowed}`;
  if (url.username !== "" || url.password !== "")
    return "must not hold a user name or a password; a key can stand in its path or query";
  const host = hostOf(url);
  const address = isLocalName(host) ? "127.0.0.1" : host;
  return ipaddr.isValid(address)
    ? addressProblem(address, isPrivateAllowed)
    : undefined;
}

/** What an address must be; `undefined`: it is. */
export function addressProblem(
  address: string,
  isPrivateAllowed: boolean,
): string | undefined {
  const range = rangeOf(address);
  if (range === "unicast") return undefined;
  const problem = `must lead to a public address, and ${address} is none (${range})`;
  if (!PRIVATE_RANGES.has(range)) return problem;
  return isPrivateAllowed ? undefined : `${problem}, ${unlessAllowed}`;
}

/** Its name as DNS takes it: an IPv6 address without brackets. */
export const hostOf = ({ hostname }: URL): string =>
  hostname.replace(/^\[|\]$/g, "").replace(/\.$/, "");

const unlessAllowed =
  "unless an operator allows private targets by the setting allowPrivateCallbacks";

/** RFC 6761, section 6.3. */
const isLocalName = (host: string): boolean =>
  host === "localhost" || host.endsWith(".localhost");

function rangeOf(text: string): string {
  // An IPv4 address in the clothes of IPv6 is what it leads to.
  const address = ipaddr.process(text);
  if (METADATA.has(address.toString())) return "metadata";
  const range = address.range();
  const isRouted = address.kind() === "ipv4" || address.match(GLOBAL_UNICAST);
  return range === "unicast" && !isRouted ? "reserved" : range;
}
