/** What every task needs: the table, the queues and the login. */
import type { ComponentChildren } from "preact";
import type { Answers } from "../answers.ts";
import { Badge } from "../badge.tsx";
import { moment, since } from "../format.ts";
import { SAY_RESTORED } from "../orders.ts";
import { Panel } from "../panel.tsx";
import type { View } from "../view.ts";

interface Liveness {
  readonly ok: boolean;
  readonly problem?: string | undefined;
}

export function Dependencies(view: View) {
  const found = view.readings.health?.answer?.dependencies;
  return (
    <Panel
      title="Dependencies"
      names={["health", "session"]}
      view={view}
      size="half"
    >
      <dl class="facts">
        <Fact label="Table">
          <Alive liveness={found?.dynamodb} />
        </Fact>
        <Fact label="Queues">
          <Alive liveness={found?.sqs} />
        </Fact>
        <Fact label="Login">
          <Login view={view} />
        </Fact>
      </dl>
    </Panel>
  );
}

const Fact = ({
  label,
  children,
}: {
  readonly label: string;
  readonly children: ComponentChildren;
}) => (
  <div>
    <dt>{label}</dt>
    <dd>{children}</dd>
  </div>
);

function Alive({ liveness }: { readonly liveness: Liveness | undefined }) {
  if (!liveness) return <>–</>;
  return liveness.ok ? (
    <Badge level="good">answers</Badge>
  ) : (
    <Badge level="bad">{liveness.problem ?? "does not answer"}</Badge>
  );
}

function Login({ view }: { readonly view: View }) {
  const session = view.readings.session?.answer;
  if (!session) return <>–</>;
  const isActive = session.state === "active";
  return (
    <>
      <Badge level={isActive ? "good" : "bad"}>{session.state}</Badge>{" "}
      {!isActive && view.onOrder && (
        <button
          type="button"
          aria-haspopup="dialog"
          onClick={() => view.onOrder?.(SAY_RESTORED)}
        >
          {SAY_RESTORED.verb}…
        </button>
      )}
      <div class="muted">
        since {moment(session.since, view.now)} (
        {since(session.since, view.now)}); {session.blockedTasks} tasks wait for
        a login
      </div>
      <Told session={session} />
    </>
  );
}

const Told = ({
  session: { lastError, issueUrl, issueNumber },
}: {
  readonly session: Answers["session"];
}) => (
  <>
    {lastError !== undefined && <div class="reason">{lastError}</div>}
    {isWebAddress(issueUrl) && (
      <a href={issueUrl} rel="noreferrer">
        Issue {issueNumber}
      </a>
    )}
  </>
);

/** A link may lead to a page, never to a script. */
const isWebAddress = (url: string | undefined): url is string =>
  url !== undefined && /^https?:\/\//u.test(url);
