// How a verdict is said; the same words as in roadmap.site.words, which renders the pages.
const CHECK = {
  passed: "Every requirement holds",
  failed: "Not yet: some requirements do not hold",
  error: "The program did not start",
};
const RUN = { passed: "ended normally", failed: "ended with an error", error: "ended with an error" };
const BOTH = {
  crashed: ["The program crashed", "crashed"],
  time_limit: ["The program ran out of time", "ran out of time"],
  memory_limit: ["The program used too much memory", "used too much memory"],
  output_limit: ["The program printed too much", "printed too much"],
  unavailable: ["This site could not run it; that is not your fault", "could not be run; that is not your fault"],
};

export function verdictWords(verdict, kind = "check") {
  if (!verdict) return "";
  const both = BOTH[verdict.state];
  if (both) return both[kind === "run" ? 1 : 0];
  return (kind === "run" ? RUN : CHECK)[verdict.state] ?? verdict.state;
}

/** Where one stands in the queue, and for how long where that was measured; empty for who is about to begin. */
export function waitingWords(place, seconds) {
  const whole = Math.max(1, Math.round(seconds ?? 0));
  const about = seconds !== null && seconds >= 0.5 ? `about ${whole} second${whole === 1 ? "" : "s"}` : "";
  if (place > 1) return `${place - 1} before you in the queue${about ? `, ${about}` : ""}.`;
  return place && about ? `You are next, in ${about}.` : "";
}

export const clock = new Intl.DateTimeFormat("en-US", { timeStyle: "medium", hourCycle: "h23" });

export const CHECK_WORDS = {
  passed: "Holds",
  failed: "Fails",
  error: "Broke",
  not_reached: "Not reached",
  waiting: "Not checked yet",
};
