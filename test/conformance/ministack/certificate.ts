/**
 * TLS for 127.0.0.1, by a key that lives as long as a test run: our queues refuse whoever speaks to
 * them in the clear, and MiniStack holds callers to that.
 */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { getCACertificates, setDefaultCACertificates } from "node:tls";
import { runCommand } from "../tools/command.ts";

export interface Certificate {
  readonly certificateFile: string;
  readonly keyFile: string;
}

/** Makes it, and has this process trust it. Others do by `NODE_EXTRA_CA_CERTS`. */
export async function makeCertificate(folder: string): Promise<Certificate> {
  const certificateFile = join(folder, "certificate.pem");
  const keyFile = join(folder, "key.pem");
  await runCommand(
    "openssl",
    [
      ...["req", "-x509", "-nodes", "-days", "2", "-subj", "/CN=127.0.0.1"],
      ...["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1"],
      ...["-addext", "basicConstraints=critical,CA:FALSE"],
      ...["-addext", "subjectAltName=IP:127.0.0.1"],
      ...["-keyout", keyFile, "-out", certificateFile],
    ],
    { purpose: "openssl could not make a certificate", cwd: folder },
  );
  setDefaultCACertificates([
    ...getCACertificates("default"),
    readFileSync(certificateFile, "utf8"),
  ]);
  return { certificateFile, keyFile };
}
