/** Who looks: nobody yet, or the holder of a token that opens something. */
import { useEffect, useState } from "preact/hooks";
import type { Who } from "./answers.ts";
import { ask, AskError } from "./ask.ts";
import { Board } from "./board.tsx";
import { SignIn } from "./sign-in.tsx";
import { forgetToken, keepToken, readToken } from "./token.ts";

interface Holder {
  readonly token: string;
  readonly who: Who;
}

export function App() {
  const [holder, setHolder] = useState<Holder>();
  const [problem, setProblem] = useState<string>();
  const [isAsking, setIsAsking] = useState(false);

  const leave = (why?: string): void => {
    forgetToken();
    setHolder(undefined);
    setProblem(why);
  };
  const enter = async (token: string): Promise<void> => {
    setIsAsking(true);
    try {
      const who = await ask<Who>(token, "whoami");
      if (!mayObserve(who)) {
        leave(TOO_LITTLE);
        return;
      }
      keepToken(token);
      setProblem(undefined);
      setHolder({ token, who });
    } catch (error) {
      if (!(error instanceof AskError)) throw error;
      // Only a refusal says anything about the token.
      if (error.status === 401) leave(error.message);
      else setProblem(error.message);
    } finally {
      setIsAsking(false);
    }
  };
  useEffect(() => {
    const kept = readToken();
    if (kept !== undefined) void enter(kept);
  }, []);

  return holder ? (
    <Board {...holder} onLeave={leave} />
  ) : (
    <SignIn
      problem={problem}
      isAsking={isAsking}
      onToken={(token) => void enter(token)}
    />
  );
}

const TOO_LITTLE =
  "This token does not open what is shown here: it needs the scope `observe` or `operate`.";

const mayObserve = ({ scopes }: Who): boolean =>
  scopes.includes("observe") || scopes.includes("operate");
