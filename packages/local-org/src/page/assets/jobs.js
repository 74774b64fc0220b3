import { badge, el, empty, number, table } from "./elements.js";
import { read } from "./org.js";

const KINDS = { JobComplete: "good", Failed: "bad", Aborted: "warn" };

const COLUMNS = [
  { head: "Job" },
  { head: "State", class: "aside" },
  { head: "Progress", class: "wide full" },
  { head: "Failed", class: "number", label: "failed" },
  { head: "Created", class: "soft aside" },
  { head: "Error", class: "cell mono full" },
];

function progressOf({ state, numberRecordsProcessed: done, numberRecordsTotal: total }) {
  if (total === null || total === undefined) return `${number(done)} rows`;
  const bar = el("progress", {
    max: Math.max(total, 1),
    value: state === "JobComplete" ? Math.max(total, 1) : done,
  });
  bar.setAttribute("aria-label", `${done} of ${total} rows`);
  return el("div", {}, bar, el("div", {}, `${number(done)} of ${number(total)} rows`));
}

/** The bulk jobs, the newest first. */
export const jobs = {
  title: "Jobs",
  load: () => read("/jobs"),
  render(data) {
    if (data.length === 0) return [empty("No bulk job was created yet.")];
    const rows = [...data]
      .reverse()
      .map((job) => [
        el(
          "div",
          {},
          el("strong", {}, `${job.operation} ${job.object}`),
          el("div", { class: "mono soft" }, `${job.kind} ${job.id}`),
        ),
        badge(job.state, KINDS[job.state]),
        progressOf(job),
        job.numberRecordsFailed > 0 ? badge(number(job.numberRecordsFailed), "bad") : "0",
        job.createdDate.slice(0, 19).replace("T", " "),
        job.errorMessage,
      ]);
    return [table(COLUMNS, rows)];
  },
};
