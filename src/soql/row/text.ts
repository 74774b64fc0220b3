// Types that take text apart. Each is tail-recursive and goes on by delimiters, not by letters: a long query costs few
// steps, and the compiler's limit of 1,000 is far.

/** The text without what stands between quotes, so that no parenthesis or keyword of a value is taken for SOQL. */
export type Unquoted<S extends string, Done extends string = ""> = S extends `${infer Before}'${infer After}`
  ? Unquoted<AfterQuote<After>, `${Done}${Before}''`>
  : `${Done}${S}`;

type AfterQuote<S extends string> = S extends `${infer Inside}'${infer After}`
  ? EndsInEscape<Inside> extends true
    ? AfterQuote<After>
    : After
  : "";

/** Whether the quote behind this text is escaped: an odd number of backslashes stands before it. */
type EndsInEscape<S extends string> = S extends `${infer Before}\\\\`
  ? EndsInEscape<Before>
  : S extends `${string}\\`
    ? true
    : false;

/** The text with spaces for line breaks and tabs. */
export type Spaced<S extends string> = S extends `${infer A}\n${infer B}`
  ? Spaced<`${A} ${B}`>
  : S extends `${infer A}\t${infer B}`
    ? Spaced<`${A} ${B}`>
    : S extends `${infer A}\r${infer B}`
      ? Spaced<`${A} ${B}`>
      : S;

/** The text without the spaces at its start. */
export type TrimStart<S extends string> = S extends ` ${infer Rest}` ? TrimStart<Rest> : S;

/** The text without the spaces at both ends. */
export type Trim<S extends string> = S extends ` ${infer Rest}`
  ? Trim<Rest>
  : S extends `${infer Rest} `
    ? Trim<Rest>
    : S;

/** The first word of a text and what follows it; a word ends before a space, a comma or a parenthesis. */
export type Word<S extends string> = TrimStart<S> extends infer T extends string ? CutAtSpace<T> : never;

type CutAtSpace<S extends string> = S extends `${infer First} ${infer Rest}`
  ? CutAtParenthesis<First, ` ${Rest}`>
  : CutAtParenthesis<S, "">;

type CutAtParenthesis<S extends string, Rest extends string> = S extends `${infer First}(${infer More}`
  ? CutAtComma<First, `(${More}${Rest}`>
  : CutAtComma<S, Rest>;

type CutAtComma<S extends string, Rest extends string> = S extends `${infer First},${infer More}`
  ? [First, `,${More}${Rest}`]
  : [S, Rest];

/** What stands before the parenthesis that closes, and what behind it. The opening one is left out already. */
export type Closed<
  S extends string,
  Depth extends readonly 0[] = [],
  Inside extends string = "",
> = S extends `${infer Before})${infer After}`
  ? [...Depth, ...Opens<Before>] extends [0, ...infer Outer extends readonly 0[]]
    ? Closed<After, Outer, `${Inside}${Before})`>
    : [`${Inside}${Before}`, After]
  : never;

type Opens<S extends string, Count extends readonly 0[] = []> = S extends `${string}(${infer Rest}`
  ? Opens<Rest, [...Count, 0]>
  : Count;
