/** The parts of OpenTelemetry's registered implementation that are read here. */
interface OpenTelemetryGlobal {
  readonly context?: { active(): { getValue(key: symbol): unknown } };
}

interface Span {
  spanContext(): { readonly traceId: string; readonly spanId: string; readonly traceFlags: number };
}

/**
 * The W3C `traceparent` of the active OpenTelemetry span, where an SDK is registered in this process. The API package
 * keeps its registry under well-known symbols so that copies of it find each other; reading them there makes a
 * dependency on it needless.
 */
export function activeTraceparent(): string | undefined {
  const registered = (globalThis as { [key: symbol]: OpenTelemetryGlobal | undefined })[
    Symbol.for("opentelemetry.js.api.1")
  ];
  const span = registered?.context?.active().getValue(Symbol.for("OpenTelemetry Context Key SPAN"));
  if (!isSpan(span)) return undefined;
  const { traceId, spanId, traceFlags } = span.spanContext();
  return `00-${traceId}-${spanId}-${traceFlags.toString(16).padStart(2, "0")}`;
}

function isSpan(value: unknown): value is Span {
  return typeof value === "object" && value !== null && "spanContext" in value;
}
