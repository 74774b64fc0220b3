import type { Route } from "./types.ts";

/** A route that fits a path, with the decoded values of its `:names`. */
export interface Match {
  readonly route: Route;
  readonly params: Readonly<Record<string, string>>;
}

/** What a path leads to: a route, the methods that would, or nothing. */
export type Found = Match | { readonly allowed: readonly string[] } | undefined;

/** Finds the route for a method and a path. */
export type Router = (method: string, path: string) => Found;

interface Compiled {
  readonly route: Route;
  readonly pattern: RegExp;
  readonly names: readonly string[];
  /** Orders routes: a literal segment comes before a `:name`, and that before a `*name`. */
  readonly rank: string;
}

const escapeSource = (text: string): string => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

function segmentPattern(segment: string): { source: string; rank: string; name: string | undefined } {
  if (segment.startsWith(":")) return { source: "([^/]+)", rank: "b", name: segment.slice(1) };
  if (segment.startsWith("*")) return { source: "(.*)", rank: "c", name: segment.slice(1) };
  return { source: escapeSource(segment), rank: "a", name: undefined };
}

function compile(route: Route): Compiled {
  const segments = route.path.split("/").slice(1).map(segmentPattern);
  return {
    route,
    // A trailing slash changes nothing.
    pattern: new RegExp(`^/${segments.map((segment) => segment.source).join("/")}/?$`, "i"),
    names: segments.flatMap((segment) => segment.name ?? []),
    rank: segments.map((segment) => segment.rank).join(""),
  };
}

function decode(value: string): string {
  try {
    return decodeURIComponent(value);
  } catch {
    // A stray "%" is then part of the name, and no such thing will be found.
    return value;
  }
}

function paramsOf(compiled: Compiled, path: string): Record<string, string> {
  const values = compiled.pattern.exec(path)?.slice(1) ?? [];
  return Object.fromEntries(compiled.names.map((name, i) => [name, decode(values[i] ?? "")]));
}

/** Builds a router. The more literal route wins; two routes of one pattern and method are a mistake. */
export function createRouter(routes: readonly Route[]): Router {
  const compiled = routes.map(compile).sort((a, b) => (a.rank < b.rank ? -1 : Number(a.rank > b.rank)));
  return (method, path) => {
    const fitting = compiled.filter((candidate) => candidate.pattern.test(path));
    const wanted = method === "HEAD" ? "GET" : method;
    const [best] = fitting;
    if (!best) return undefined;
    // Only routes as literal as the best one speak for this path: /describe must not fall back to /:id.
    const peers = fitting.filter((candidate) => candidate.rank === best.rank);
    const chosen = peers.find((candidate) => candidate.route.method === wanted);
    if (chosen) return { route: chosen.route, params: paramsOf(chosen, path) };
    const methods = peers.map((candidate) => candidate.route.method);
    return { allowed: methods.includes("GET") ? ["HEAD", ...methods] : methods };
  };
}
