/** Brings Prometheus' own library for Python, whose parser reads what Prometheus reads, from PyPI. */
import {
  findPython,
  installFromPip,
  isInstalled,
  pythonIn,
} from "../tools/install-from-pip.ts";
import { folderOf, installOnce } from "../tools/install-once.ts";

const VERSION = "0.26.0";
const PYTHON_MINORS = [13, 12, 11, 10];

const folder = folderOf(`prometheus-client-${VERSION}`);
export const PROMETHEUS_PYTHON = pythonIn(folder);

/** @throws MissingToolError */
export async function installPrometheusClient(): Promise<void> {
  await installOnce({
    name: `Prometheus' client for Python ${VERSION}`,
    size: "20 MB",
    folder,
    isUsable: () => isInstalled(folder, "prometheus_client"),
    install: (unfinished) =>
      installFromPip(unfinished, {
        requirements: [`prometheus_client==${VERSION}`],
        python: findPython(PYTHON_MINORS),
      }),
  });
}
