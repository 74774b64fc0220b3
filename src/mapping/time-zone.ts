const OFFSET = /^([+-])(\d{2}):(\d{2})$/;

/** Turns the time on the wall, as if it were UTC, into the moment; `undefined` when clocks were put forward over it. */
export type ZoneReader = (wallMs: number) => number | undefined;

/** Makes the reader of a time zone: `Z`, an offset such as `+01:00`, or a name such as `Europe/Zurich`. `undefined` when it is none. */
export function zoneReader(timeZone: string): ZoneReader | undefined {
  if (timeZone === "Z" || timeZone === "UTC") return (wall) => wall;
  const offset = OFFSET.exec(timeZone);
  if (offset !== null) {
    const minutes = Number(offset[2]) * 60 + Number(offset[3]);
    const ms = (offset[1] === "-" ? -minutes : minutes) * 60_000;
    return (wall) => wall - ms;
  }
  try {
    return namedZone(timeZone);
  } catch {
    return undefined;
  }
}

function namedZone(timeZone: string): ZoneReader {
  const format = new Intl.DateTimeFormat("en-US", {
    timeZone,
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  const wallOf = (moment: number): number => {
    const parts = new Map(format.formatToParts(moment).map(({ type, value }) => [type, Number(value)]));
    const part = (name: Intl.DateTimeFormatPartTypes): number => parts.get(name) ?? 0;
    const ms = ((moment % 1000) + 1000) % 1000;
    return Date.UTC(
      part("year"),
      part("month") - 1,
      part("day"),
      part("hour"),
      part("minute"),
      part("second"),
      ms,
    );
  };
  return (wall) => {
    // The offset is that of the moment, which is what is looked for: both offsets of the days around it are tried. Where
    // clocks were put back a time is there twice, and the earlier moment is meant.
    const day = 86_400_000;
    const offsets = [wall - day, wall + day].map((near) => wallOf(near) - near);
    const moments = offsets.map((offset) => wall - offset).filter((moment) => wallOf(moment) === wall);
    return moments.length === 0 ? undefined : Math.min(...moments);
  };
}
