import { describe, expect, it } from "vitest";
import { dateRange, dayStart } from "../../src/soql/dates.ts";

const calendar = { now: new Date("2026-11-22T10:20:30.000Z"), timeZone: "UTC", fiscalYearStartMonth: 1 };

describe("date literals on Sunday, 22 November 2026", () => {
  it.each([
    ["TODAY", "2026-11-22", "2026-11-23"],
    ["yesterday", "2026-11-21", "2026-11-22"],
    ["TOMORROW", "2026-11-23", "2026-11-24"],
    ["THIS_WEEK", "2026-11-22", "2026-11-29"],
    ["LAST_WEEK", "2026-11-15", "2026-11-22"],
    ["NEXT_WEEK", "2026-11-29", "2026-12-06"],
    ["THIS_MONTH", "2026-11-01", "2026-12-01"],
    ["NEXT_MONTH", "2026-12-01", "2027-01-01"],
    ["THIS_QUARTER", "2026-10-01", "2027-01-01"],
    ["LAST_QUARTER", "2026-07-01", "2026-10-01"],
    ["LAST_YEAR", "2025-01-01", "2026-01-01"],
    ["NEXT_FISCAL_YEAR", "2027-01-01", "2028-01-01"],
    ["LAST_90_DAYS", "2026-08-24", "2026-11-23"],
    ["NEXT_90_DAYS", "2026-11-23", "2027-02-21"],
    ["LAST_N_DAYS:1", "2026-11-21", "2026-11-23"],
    ["NEXT_N_DAYS:2", "2026-11-23", "2026-11-25"],
    ["N_DAYS_AGO:3", "2026-11-19", "2026-11-20"],
    ["LAST_N_WEEKS:2", "2026-11-08", "2026-11-22"],
    ["N_WEEKS_AGO:1", "2026-11-15", "2026-11-22"],
    ["LAST_N_MONTHS:11", "2025-12-01", "2026-11-01"],
    ["NEXT_N_MONTHS:2", "2026-12-01", "2027-02-01"],
    ["LAST_N_QUARTERS:4", "2025-10-01", "2026-10-01"],
    ["N_QUARTERS_AGO:4", "2025-10-01", "2026-01-01"],
    ["LAST_N_YEARS:2", "2024-01-01", "2026-01-01"],
    ["N_FISCAL_YEARS_AGO:1", "2025-01-01", "2026-01-01"],
  ])("%s is from %s up to %s", (literal, from, to) => {
    expect(dateRange(literal, calendar)).toEqual({ from, to });
  });

  it("follows the fiscal year", () => {
    const april = { ...calendar, fiscalYearStartMonth: 4 };
    expect(dateRange("THIS_FISCAL_YEAR", april)).toEqual({ from: "2026-04-01", to: "2027-04-01" });
    expect(dateRange("THIS_FISCAL_QUARTER", april)).toEqual({ from: "2026-10-01", to: "2027-01-01" });
    const december = { ...calendar, fiscalYearStartMonth: 12 };
    expect(dateRange("THIS_FISCAL_QUARTER", december)).toEqual({ from: "2026-09-01", to: "2026-12-01" });
    expect(dateRange("THIS_FISCAL_YEAR", december)).toEqual({ from: "2025-12-01", to: "2026-12-01" });
  });

  it("knows no other words", () => {
    expect(dateRange("SOMEDAY", calendar)).toBeUndefined();
    expect(dateRange("LAST_N_DAYS", calendar)).toBeUndefined();
  });
});

describe("where a day begins", () => {
  it.each([
    ["2026-11-22", "UTC", "2026-11-22T00:00:00.000Z"],
    ["2026-11-22", "America/New_York", "2026-11-22T05:00:00.000Z"],
    ["2026-07-22", "America/New_York", "2026-07-22T04:00:00.000Z"],
    ["2026-03-29", "Europe/Berlin", "2026-03-28T23:00:00.000Z"],
    ["2026-10-25", "Europe/Berlin", "2026-10-24T22:00:00.000Z"],
    ["2026-11-22", "Asia/Kolkata", "2026-11-21T18:30:00.000Z"],
  ])("%s in %s begins at %s", (day, zone, moment) => {
    expect(dayStart(day, zone)).toBe(moment);
  });
});
