import { memoryScaleIn } from "../fakes/memory-scale-in.ts";
import { scaleInContract } from "./scale-in.contract.ts";

scaleInContract("the fake", () => {
  const scaleIn = memoryScaleIn();
  return {
    scaleIn,
    minutes: () => {
      const last = scaleIn.asked.at(-1);
      if (typeof last !== "number") return undefined;
      return Math.min(2_880, Math.ceil(last / 60_000));
    },
    refuse: () => {
      scaleIn.failing.add("protect").add("release");
    },
  };
});
