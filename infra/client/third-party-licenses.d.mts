import type { Metafile } from "esbuild";

export function thirdPartyLicenses(metafile: Metafile, root: string): string;
