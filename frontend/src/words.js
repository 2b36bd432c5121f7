// How a verdict is said; the same words as in roadmap.site.words, which renders the pages.
import { _, language, ngettext } from "./language.js";

const CHECK = {
  passed: _("Every requirement holds"),
  failed: _("Not yet: some requirements do not hold"),
  error: _("The program did not start"),
  crashed: _("The program crashed"),
  time_limit: _("The program ran out of time"),
  memory_limit: _("The program used too much memory"),
  output_limit: _("The program printed too much"),
  unavailable: _("This site could not run it; that is not your fault"),
};
const RUN = {
  ...CHECK,
  passed: _("The program ended normally"),
  failed: _("The program ended with an error"),
  error: _("The program ended with an error"),
};

export const verdictWords = (verdict, kind = "check") =>
  verdict ? ((kind === "run" ? RUN : CHECK)[verdict.state] ?? verdict.state) : "";

/** Where one stands in the queue, and for how long where that was measured; empty for who is about to begin. */
export function waitingWords(place, seconds) {
  const known = seconds !== null && seconds !== undefined && seconds >= 0.5;
  const about = { seconds: Math.max(1, Math.round(seconds ?? 0)), place: place - 1 };
  if (place > 1 && !known) return ngettext("{number} before you in the queue.", "{number} before you in the queue.", place - 1);
  if (place > 1) return ngettext("{place} before you in the queue, about {number} second.", "{place} before you in the queue, about {number} seconds.", about.seconds, about);
  return place && known ? ngettext("You are next, in about {number} second.", "You are next, in about {number} seconds.", about.seconds) : "";
}

export const clock = new Intl.DateTimeFormat(language === "en" ? "en-US" : language, { timeStyle: "medium", hourCycle: "h23" });

export const CHECK_WORDS = {
  passed: _("Holds"),
  failed: _("Fails"),
  error: _("Broke"),
  not_reached: _("Not reached"),
  waiting: _("Not checked yet"),
};
