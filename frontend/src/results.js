// The list of requirements fills in as checks answer; the output and the verdict follow.
import { _, around, ngettext } from "./language.js";
import { element, say } from "./say.js";
import { CHECK_WORDS, clock, verdictWords, waitingWords } from "./words.js";

export function showResults(place) {
  const state = place.querySelector("[data-state]");
  const message = place.querySelector("[data-message]");
  const output = place.querySelector("[data-output]");
  const traceback = place.querySelector("[data-traceback]");
  const when = place.querySelector("[data-when]");
  const stale = place.querySelector("[data-stale]");
  const checks = place.querySelector(".checks");
  const items = new Map([...place.querySelectorAll("[data-check]")].map((item) => [item.dataset.check, item]));
  let printed = "";
  let slow = null;
  let action = "check";

  const set = (target, text) => {
    target.querySelector("samp").textContent = text;
    target.hidden = !text;
  };
  const became = (words, kind) => {
    state.textContent = words;
    state.hidden = !words;
    place.className = `result${action === "run" ? " result-run" : ""} verdict${kind ? ` verdict-${kind}` : ""}`;
  };
  const tell = (words) => {
    message.textContent = words;
    message.hidden = !words;
  };
  // A second verdict in the same words must be seen, and heard, to be another one.
  const stamp = (words) => {
    const now = new Date();
    when.replaceChildren(...around(words, { time: element("time", { datetime: now.toISOString() }, clock.format(now)) }));
    when.hidden = false;
    return when.textContent;
  };
  for (const time of when.querySelectorAll("time")) time.textContent = clock.format(new Date(time.dateTime));
  const itemOf = (result) => {
    if (!items.has(result.id)) {
      // The exercise has changed since the page was made.
      const item = element("li", { "data-check": result.id });
      const title = element("p", { class: "check-title" }, element("span", { class: "check-state" }), ` ${result.title}`);
      item.append(title);
      checks.append(item);
      items.set(result.id, item);
    }
    return items.get(result.id);
  };

  // Requirements that the exercise had when the page was made, and has no more.
  const forget = (results) => {
    const there = new Set(results.map((result) => result.id));
    if (!there.size) return;
    for (const [id, item] of items) {
      if (there.has(id)) continue;
      item.remove();
      items.delete(id);
    }
  };

  return {
    begin(which) {
      action = which;
      printed = "";
      tell("");
      when.hidden = stale.hidden = true;
      place.querySelector(".verdict-outdated")?.remove();
      set(traceback, "");
      place.setAttribute("aria-busy", "true");
      if (action === "check") for (const item of items.values()) fill(item, { outcome: "waiting" });
      // Most verdicts are there before one could read this.
      clearTimeout(slow);
      slow = setTimeout(() => {
        became(action === "check" ? _("Checking") : _("Running"), "");
        this.onSlow();
      }, 200);
      say(action === "check" ? _("Checking.") : _("Running."));
    },
    queued({ place: number, seconds }) {
      tell(waitingWords(number, seconds));
    },
    started() {
      tell("");
    },
    output({ text }) {
      printed += text;
      set(output, printed);
      if (action === "run") output.open = true;
    },
    check(result) {
      fill(itemOf(result), result);
      say(`${CHECK_WORDS[result.outcome]}: ${result.title}`);
    },
    end(submission, which) {
      this.idle();
      const verdict = submission.verdict;
      if (!verdict) {
        became(_("Cancelled"), "");
        const newer = submission.superseded_by;
        tell(newer ? _("A newer check of yours took its place before it had begun.") : _("You took it back. Nothing of it counts."));
        say(`${_("Cancelled.")} ${message.textContent}`);
        return;
      }
      for (const result of verdict.checks) fill(itemOf(result), result);
      if (which === "check") forget(verdict.checks);
      const words = verdictWords(verdict, which);
      became(words, which === "run" && verdict.state === "passed" ? "ran" : verdict.state);
      tell(verdict.message);
      set(traceback, verdict.traceback);
      set(output, verdict.output || (which === "run" ? _("It printed nothing.") : ""));
      const held = verdict.checks.filter((check) => check.outcome === "passed").length;
      const counted = which === "check" && verdict.checks.length ? ` ${ngettext("{held} of {number} holds.", "{held} of {number} hold.", verdict.checks.length, { held })}` : "";
      say(`${words}.${counted} ${stamp(which === "check" ? _("Checked at {time}") : _("Ran at {time}"))}.`);
    },
    /** Whether what is shown is about another program than the one that is written by now. */
    changed(since) {
      stale.hidden = !since;
    },
    fail(words) {
      this.idle();
      became(_("Not sent"), "unavailable");
      tell(words);
      say(`${_("Not sent.")} ${words}`);
    },
    /** It takes long enough to be told, and to be cancelled. */
    onSlow: () => {},
    idle() {
      clearTimeout(slow);
      place.removeAttribute("aria-busy");
    },
  };
}

function fill(item, result) {
  item.className = `check check-${result.outcome}`;
  item.querySelector(".check-state").textContent = CHECK_WORDS[result.outcome];
  for (const old of item.querySelectorAll(".check-feedback, .compare")) old.remove();
  if (result.feedback) item.append(element("p", { class: "check-feedback" }, result.feedback));
  const pairs = [[_("Expected"), result.expected], [_("Got"), result.got]].filter(([, text]) => typeof text === "string");
  if (!pairs.length) return;
  const column = ([title, text]) =>
    element("div", {}, element("p", {}, title), element("pre", { tabindex: "0", role: "group", "aria-label": title }, text));
  item.append(element("div", { class: "compare" }, ...pairs.map(column)));
}
