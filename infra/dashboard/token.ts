/** The token, for as long as the tab is open. */
const KEY = "ccsp-token";

export const readToken = (): string | undefined =>
  sessionStorage.getItem(KEY) ?? undefined;

export const keepToken = (token: string): void =>
  sessionStorage.setItem(KEY, token);

export const forgetToken = (): void => sessionStorage.removeItem(KEY);
