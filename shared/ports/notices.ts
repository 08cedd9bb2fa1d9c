/** Where people are told what needs them. */
export interface Notice {
  /** One line. */
  readonly subject: string;
  readonly text: string;
}

/** Rejects with a `NoticeError` when it is not known to have been taken. */
export type PublishNotice = (notice: Notice) => Promise<void>;

/** The notice was not taken. The vendor's error is kept as `cause`. */
export class NoticeError extends Error {
  override readonly name = "NoticeError";
  readonly code = "NOTICE_NOT_PUBLISHED";

  constructor(options: { cause: unknown }) {
    super("The notice could not be published.", options);
  }
}
