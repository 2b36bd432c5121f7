// The list of requirements fills in as checks answer; the output and the verdict follow.
import { element, say } from "./say.js";
import { CHECK_WORDS, verdictWords } from "./words.js";

export function showResults(place) {
  const state = place.querySelector("[data-state]");
  const message = place.querySelector("[data-message]");
  const output = place.querySelector("[data-output]");
  const traceback = place.querySelector("[data-traceback]");
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

  return {
    begin(which) {
      action = which;
      printed = "";
      tell("");
      set(traceback, "");
      place.setAttribute("aria-busy", "true");
      if (action === "check") for (const item of items.values()) fill(item, { outcome: "waiting" });
      // Most verdicts are there before one could read this.
      slow = setTimeout(() => became(action === "check" ? "Checking" : "Running", ""), 200);
      say(action === "check" ? "Checking." : "Running.");
    },
    queued({ place: number }) {
      if (number > 1) tell(`${number - 1} before you in the queue.`);
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
      const item = items.get(result.id);
      if (item) fill(item, result);
      say(`${CHECK_WORDS[result.outcome]}: ${result.title}`);
    },
    end(submission, which) {
      this.idle();
      const verdict = submission.verdict;
      if (!verdict) return became("Cancelled", "");
      for (const result of verdict.checks) {
        const item = items.get(result.id);
        if (item) fill(item, result);
      }
      const words = which === "run" ? `Your program ${verdictWords(verdict, "run")}` : verdictWords(verdict);
      became(words, which === "run" && verdict.state === "passed" ? "ran" : verdict.state);
      tell(verdict.message);
      set(traceback, verdict.traceback);
      set(output, verdict.output || (which === "run" ? "It printed nothing." : ""));
      const held = verdict.checks.filter((check) => check.outcome === "passed").length;
      say(which === "check" && verdict.checks.length ? `${words}. ${held} of ${verdict.checks.length} hold.` : words);
      return undefined;
    },
    fail(words) {
      this.idle();
      became("Not sent", "unavailable");
      tell(words);
      say(`Not sent. ${words}`);
    },
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
  const pairs = [["Expected", result.expected], ["Got", result.got]].filter(([, text]) => typeof text === "string");
  if (!pairs.length) return;
  const column = ([title, text]) =>
    element("div", {}, element("p", {}, title), element("pre", { tabindex: "0", role: "group", "aria-label": title }, text));
  item.append(element("div", { class: "compare" }, ...pairs.map(column)));
}
