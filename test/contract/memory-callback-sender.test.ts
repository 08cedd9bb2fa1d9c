import { memoryCallbackSender } from "../fakes/memory-callback-sender.ts";
import { callbackSenderContract } from "./callback-sender.contract.ts";

callbackSenderContract("memoryCallbackSender", () => {
  const sender = memoryCallbackSender();
  return {
    sender,
    answering: async (how) => {
      if (how === "down")
        sender.ends.push({ kind: "unreachable", problem: "ECONNREFUSED" });
      else if (how === "forbidden")
        sender.ends.push({ kind: "forbidden", problem: "is private" });
      else sender.ends.push({ kind: "answered", status: how });
      return "https://agent.example/done";
    },
    arrived: () => sender.posted.map(({ id, body }) => ({ id, body })),
  };
});
