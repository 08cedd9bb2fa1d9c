/** Which version of the service this program is a part of. */
import manifest from "../../package.json" with { type: "json" };

export const { version: VERSION } = manifest;
