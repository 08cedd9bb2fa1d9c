/** A table that may be wider than the screen, and says so when it is empty. */
import type { ComponentChild } from "preact";

export interface Column {
  readonly head: string;
  readonly isNumber?: boolean;
}

export interface Row {
  readonly key: string;
  readonly cells: readonly ComponentChild[];
}

export function Table({
  caption,
  columns,
  rows,
  empty,
}: {
  readonly caption: string;
  readonly columns: readonly Column[];
  /** `undefined`: not known. */
  readonly rows: readonly Row[] | undefined;
  readonly empty: string;
}) {
  if (!rows) return <p class="muted">–</p>;
  if (rows.length === 0) return <p class="muted">{empty}</p>;
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table>
        <thead>
          <tr>
            {columns.map(({ head, isNumber }) => (
              <th key={head} scope="col" class={isNumber ? "number" : ""}>
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, cells: [first, ...others] }) => (
            <tr key={key}>
              <th scope="row">{first}</th>
              {others.map((cell, at) => (
                <td key={at} class={columns[at + 1]?.isNumber ? "number" : ""}>
                  {cell}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
