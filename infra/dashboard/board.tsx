/** All that is shown to the holder of a token. */
import { useEffect, useRef, useState } from "preact/hooks";
import type { Who } from "./answers.ts";
import { BoardHeader } from "./board-header.tsx";
import { OrderDialog } from "./order-dialog.tsx";
import type { Order } from "./orders.ts";
import { Dependencies } from "./panels/dependencies.tsx";
import { Executors } from "./panels/executors.tsx";
import { Failures } from "./panels/failures.tsx";
import { Gates } from "./panels/gates.tsx";
import { Outcomes } from "./panels/outcomes.tsx";
import { Predictions } from "./panels/predictions.tsx";
import { Queue } from "./panels/queue.tsx";
import { Running } from "./panels/running.tsx";
import { Throughput } from "./panels/throughput.tsx";
import { Tiles } from "./panels/tiles.tsx";
import { Trail } from "./panels/trail.tsx";
import { Waits } from "./panels/waits.tsx";
import { Windows } from "./panels/windows.tsx";
import { type Poll, poll, type Readings } from "./poll.ts";
import type { View } from "./view.ts";

export function Board({
  token,
  who,
  onLeave,
}: {
  readonly token: string;
  readonly who: Who;
  readonly onLeave: (problem?: string) => void;
}) {
  const [readings, setReadings] = useState<Readings>({});
  const [order, setOrder] = useState<Order>();
  const [done, setDone] = useState("");
  const polling = useRef<Poll>(undefined);
  useEffect(() => {
    const begun = poll({ token, show: setReadings, onRefused: onLeave });
    polling.current = begun;
    return begun.stop;
  }, [token]);

  const mayOperate = who.scopes.includes("operate");
  const view: View = {
    readings,
    now: useNow(),
    ...(mayOperate && { onOrder: setOrder }),
  };
  return (
    <>
      <BoardHeader view={view} who={who} onLeave={() => onLeave()} />
      <main>
        <p class="done" role="status">
          {done}
        </p>
        <Tiles {...view} />
        <div class="grid">
          <Gates {...view} />
          <Queue {...view} />
          <Throughput {...view} />
          <Waits {...view} />
          <Running {...view} />
          <Failures {...view} />
          <Windows {...view} />
          <Predictions {...view} />
          <Outcomes {...view} />
          <Executors {...view} />
          <Dependencies {...view} />
          <Trail {...view} />
        </div>
      </main>
      {order && (
        <OrderDialog
          order={order}
          token={token}
          onEnd={(said) => {
            setOrder(undefined);
            if (said === undefined) return;
            setDone(said);
            polling.current?.again();
          }}
        />
      )}
    </>
  );
}

/** Ages and countdowns go on between the answers. */
function useNow(): number {
  const [now, setNow] = useState(Date.now);
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  return now;
}
