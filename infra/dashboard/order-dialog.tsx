/** Asks before something is ordered, and says when it was refused. */
import { useEffect, useRef, useState } from "preact/hooks";
import { ask, AskError } from "./ask.ts";
import type { Order } from "./orders.ts";

const ENDS = [
  ["", "until somebody resumes it"],
  ["15", "for 15 minutes"],
  ["60", "for 1 hour"],
  ["240", "for 4 hours"],
] as const;

export function OrderDialog({
  order,
  token,
  onEnd,
}: {
  readonly order: Order;
  readonly token: string;
  /** `undefined`: it was not ordered. */
  readonly onEnd: (said?: string) => void;
}) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [reason, setReason] = useState("");
  const [minutes, setMinutes] = useState("");
  const [problem, setProblem] = useState<string>();
  const [isAsking, setIsAsking] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);

  const give = async (): Promise<void> => {
    setIsAsking(true);
    setProblem(undefined);
    const until = minutes !== "" && {
      until: new Date(Date.now() + Number(minutes) * 60_000).toISOString(),
    };
    try {
      await ask(token, order.path, {
        ...order.body,
        ...(reason.trim() !== "" && { reason: reason.trim() }),
        ...until,
      });
      dialog.current?.close();
      onEnd(order.done);
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      setProblem(error.message);
      setIsAsking(false);
    }
  };
  return (
    <dialog
      ref={dialog}
      aria-labelledby="order-title"
      aria-describedby="order-effect"
      onCancel={() => onEnd()}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void give();
        }}
      >
        <h2 id="order-title">{order.title}</h2>
        <p id="order-effect">{order.effect}</p>
        <label for="order-reason">Reason, for the audit trail</label>
        <input
          id="order-reason"
          value={reason}
          maxLength={1_000}
          onInput={({ currentTarget }) => setReason(currentTarget.value)}
        />
        {order.canEnd && (
          <>
            <label for="order-end">How long</label>
            <select
              id="order-end"
              value={minutes}
              onChange={({ currentTarget }) => setMinutes(currentTarget.value)}
            >
              {ENDS.map(([value, text]) => (
                <option key={value} value={value}>
                  {text}
                </option>
              ))}
            </select>
          </>
        )}
        <p class="problem" role="alert">
          {problem}
        </p>
        <p class="buttons">
          <button type="button" onClick={() => onEnd()}>
            Cancel
          </button>
          <button
            type="submit"
            class={order.isGrave ? "grave" : "primary"}
            disabled={isAsking}
          >
            {order.verb}
          </button>
        </p>
      </form>
    </dialog>
  );
}
