/** A text without a byte order mark and surrounding white space; "" for anything that is no text. */
export function clean(value: unknown): string {
  return typeof value === "string" ? value.replace(/^\uFEFF/, "").trim() : "";
}
