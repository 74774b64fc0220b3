/** A text without a byte order mark and surrounding white space; "" for anything that is no text. */
export function clean(value: unknown): string {
  return typeof value === "string" ? value.replace(/^\uFEFF/, "").trim() : "";
}

/** The same for a password, of which a space at its end may be a part: only what files and editors add goes. */
export function cleanPassword(value: unknown): string {
  return typeof value === "string" ? value.replace(/^\uFEFF|[\r\n]+$/g, "") : "";
}
