/** Asks for the token. */
import { useRef } from "preact/hooks";

export function SignIn({
  problem,
  isAsking,
  onToken,
}: {
  readonly problem: string | undefined;
  readonly isAsking: boolean;
  readonly onToken: (token: string) => void;
}) {
  const input = useRef<HTMLInputElement>(null);
  return (
    <main class="sign-in">
      <h1>CCSP dashboard</h1>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const token = input.current?.value.trim() ?? "";
          if (token !== "") onToken(token);
        }}
      >
        <label for="token">Token</label>
        <input
          id="token"
          ref={input}
          type="password"
          autocomplete="off"
          spellcheck={false}
          required
          placeholder="ccsp_…"
          aria-describedby="token-hint token-problem"
        />
        <p id="token-hint" class="muted">
          With the scope <code>observe</code> to look, <code>operate</code> to
          act. It is kept until this tab is closed, and nowhere else.
        </p>
        <p id="token-problem" class="problem" role="alert">
          {problem}
        </p>
        <button type="submit" class="primary" disabled={isAsking}>
          {isAsking ? "Asking…" : "Show"}
        </button>
      </form>
    </main>
  );
}
