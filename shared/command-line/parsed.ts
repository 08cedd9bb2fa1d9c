/** The value of an option that is read by a function of its own: what that refuses is told with the option's name. */
import { InvalidArgumentError } from "@commander-js/extra-typings";
import { CommandError } from "./command-error.ts";

export const parsed =
  <T>(parse: (text: string) => T) =>
  (text: string): T => {
    try {
      return parse(text);
    } catch (error) {
      if (error instanceof CommandError)
        throw new InvalidArgumentError(error.message);
      throw error;
    }
  };
