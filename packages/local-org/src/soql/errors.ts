import { pointAt, tokenize } from "./tokens.ts";

/** A query that cannot be answered, in Salesforce's code and words; `NOT_IMPLEMENTED` where it is this org that cannot. */
export class SoqlError extends Error {
  readonly errorCode: string;

  constructor(errorCode: string, message: string) {
    super(message);
    this.name = "SoqlError";
    this.errorCode = errorCode;
  }
}

/** The query text that errors point into. */
export type SoqlText = string;

/** Returns where a word of the query stands: the first token of that name, in any letter case, from `after` on. */
export function locate(soql: SoqlText, word: string, after = 0): number {
  const wanted = word.toLowerCase();
  const tokens = tokenize(soql).filter((token) => token.offset >= after);
  const whole = tokens.find((token) => token.text.toLowerCase() === wanted);
  const tail = tokens.find((token) => token.text.toLowerCase().endsWith(`.${wanted}`));
  return (whole ?? tail)?.offset ?? 0;
}

/** Makes the error for a query that Salesforce cannot read, pointing at a place in it. */
export function malformed(soql: SoqlText, offset: number, message: string): SoqlError {
  return new SoqlError("MALFORMED_QUERY", pointAt(soql, offset, message));
}

/** Makes the error for a query that can be read but not answered, e.g. a field neither grouped nor aggregated. */
export function refused(message: string): SoqlError {
  return new SoqlError("MALFORMED_QUERY", message);
}

const DESCRIBE_HINT = "Please reference your WSDL or the describe call for the appropriate names.";

/** Makes the error for a field that the object does not have, or that the user may not see. */
export function noSuchColumn(soql: SoqlText, path: string, entity: string): SoqlError {
  const name = path.slice(path.lastIndexOf(".") + 1);
  const message = `No such column '${name}' on entity '${entity}'. If you are attempting to use a custom field, be sure to append the '__c' after the custom field name. ${DESCRIBE_HINT}`;
  return invalidField(soql, path, message);
}

/** Makes the error for a parent relationship that the object does not have. */
export function noSuchRelationship(soql: SoqlText, path: string, name: string): SoqlError {
  const message = `Didn't understand relationship '${name}' in field path. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${DESCRIBE_HINT}`;
  return invalidField(soql, path, message);
}

/** Makes an `INVALID_FIELD` error that points at a field. */
export function invalidField(soql: SoqlText, path: string, message: string): SoqlError {
  return new SoqlError("INVALID_FIELD", pointAt(soql, locate(soql, path), message));
}

/** Makes the error for an object that does not exist, or that the user may not see. */
export function noSuchObject(soql: SoqlText, name: string): SoqlError {
  const from = tokenize(soql).findLast((token) => token.text.toLowerCase() === "from");
  const offset = locate(soql, name, nearestFrom(soql, name) ?? from?.offset ?? 0);
  const message = `sObject type '${name}' is not supported. If you are attempting to use a custom object, be sure to append the '__c' after the entity name. ${DESCRIBE_HINT}`;
  return new SoqlError("INVALID_TYPE", pointAt(soql, offset, message));
}

function nearestFrom(soql: SoqlText, name: string): number | undefined {
  const tokens = tokenize(soql);
  const wanted = name.toLowerCase();
  const at = tokens.findIndex(
    (token, i) => token.text.toLowerCase() === wanted && tokens[i - 1]?.text.toLowerCase() === "from",
  );
  return tokens[at]?.offset;
}

/** Makes the error for a child relationship in a subquery that the object does not have. */
export function noSuchChildren(soql: SoqlText, name: string): SoqlError {
  const message = `Didn't understand relationship '${name}' in FROM part of query call. If you are attempting to use a custom relationship, be sure to append the '__r' after the custom relationship name. ${DESCRIBE_HINT}`;
  return new SoqlError("INVALID_TYPE", pointAt(soql, locate(soql, name), message));
}

/** Makes the error for an operator or a value that a field of this type does not take. */
export function badFilter(soql: SoqlText, path: string, message: string): SoqlError {
  return new SoqlError("INVALID_QUERY_FILTER_OPERATOR", pointAt(soql, locate(soql, path), message));
}

/** Makes the error for SOQL that Salesforce knows and this org does not. Its message says what is missing. */
export function unsupported(what: string): SoqlError {
  return new SoqlError("NOT_IMPLEMENTED", `${what} in SOQL`);
}
