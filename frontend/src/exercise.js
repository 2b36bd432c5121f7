// The exercise page: editors in place of textareas, drafts, Run and Check with results as they come.
import { call, follow } from "./api.js";
import { keepDraft } from "./drafts.js";
import { edit } from "./editor.js";
import { _, language, ngettext } from "./language.js";
import { showResults } from "./results.js";
import { element, say } from "./say.js";

const form = document.getElementById("work");
if (form) start();

function start() {
  const key = form.dataset.exercise;
  const results = showResults(document.getElementById("result"));
  const cancel = form.querySelector("button[data-cancel]");
  // What is on its way, and what the shown result is about. Of several that are sent, the one sent last is shown.
  let current = null;
  let shown = null;

  const perform = async (action) => {
    const sent = files();
    if (current?.action === action && same(current.files, sent)) return;
    current?.left.abort();
    const mine = (current = { action, files: sent, left: new AbortController(), submission: null, unwanted: false });
    shown = null;
    results.begin(action);
    try {
      await draft.saveNow();
      const path = action === "check" ? "submissions" : "runs";
      mine.submission = await call("POST", path, { exercise: key, files: sent });
      if (mine.unwanted) await call("DELETE", mine.submission.href);
      const finished = await follow(mine.submission, results, mine.left.signal);
      if (current !== mine) return;
      shown = finished.verdict ? sent : null;
      results.end(finished, action);
      reveal(document.getElementById("result"));
      results.changed(shown && !same(shown, files()));
      if (action === "check" && finished.verdict?.state === "passed") document.getElementById("solved")?.removeAttribute("hidden");
    } catch (error) {
      if (current === mine) results.fail(error.message);
    } finally {
      if (current === mine) {
        current = null;
        hideCancel();
      }
      if (action === "check") listAttempts(key);
    }
  };
  results.onSlow = () => (cancel.hidden = false);
  const hideCancel = () => {
    // Whoever used the keyboard must not be thrown back to the top of the page.
    if (document.activeElement === cancel) form.querySelector("button[name=action]").focus();
    cancel.hidden = true;
  };
  cancel.addEventListener("click", async () => {
    if (!current) return;
    current.unwanted = true;
    try {
      // The stream then says that it has ended.
      if (current.submission) await call("DELETE", current.submission.href);
    } catch (error) {
      say(`${_("Not cancelled.")} ${error.message}`);
    }
  });
  const keys = [
    { key: "Mod-Enter", run: () => (perform("run"), true) },
    { key: "Shift-Mod-Enter", run: () => (perform("check"), true) },
  ];

  const editors = new Map();
  for (const area of form.querySelectorAll("textarea.editor:not([readonly])")) {
    const name = area.dataset.name;
    editors.set(
      name,
      edit(area, { name, label: name, describedBy: "editor-keys", onChange: () => changed(), keys }),
    );
    // The label can't point at what is no form control; the editor carries its name itself.
    area.parentElement.querySelector("label")?.addEventListener("click", () => editors.get(name).focus());
  }
  const files = () => Object.fromEntries([...editors].map(([name, editor]) => [name, editor.text]));
  const draft = keepDraft({ key, editors, place: form.querySelector(".saved"), shown: form.dataset.attempt !== undefined });

  const changed = () => {
    draft.changed();
    if (shown) results.changed(!same(shown, files()));
  };
  // A page that was made with the result of an attempt on it.
  if (form.dataset.judged !== undefined) shown = files();

  form.addEventListener("submit", (event) => {
    event.preventDefault();
    perform(event.submitter?.value ?? "check");
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || event.defaultPrevented) return;
    event.preventDefault();
    perform(event.shiftKey ? "check" : "run");
  });

  const again = form.querySelector("button[data-start-over]");
  if (again) {
    again.addEventListener("click", () => {
      if (!confirm(_("Replace what you have written with the files that this exercise starts from?"))) return;
      const starters = JSON.parse(document.getElementById("starters").textContent);
      for (const [name, editor] of editors) editor.text = starters[name];
      say(_("Back to the start."));
    });
  }
  const tabs = form.querySelectorAll(".file:not(.file-given)");
  if (tabs.length > 1) makeTabs([...tabs], editors);
  listAttempts(key);
}

// Below a long program the verdict would come unseen. The focus stays where one was typing.
function reveal(result) {
  const { top } = result.getBoundingClientRect();
  if (top >= 0 && top < innerHeight - 160) return;
  const still = matchMedia("(prefers-reduced-motion: reduce)").matches;
  result.scrollIntoView({ block: "start", behavior: still ? "auto" : "smooth" });
}

function same(one, other) {
  const names = Object.keys(one);
  return names.length === Object.keys(other).length && names.every((name) => one[name] === other[name]);
}

function makeTabs(panels, editors) {
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": _("Files") });
  const tabs = panels.map((panel, number) => {
    const name = panel.querySelector("textarea").dataset.name;
    panel.id = `file-${number}`;
    panel.setAttribute("role", "tabpanel");
    panel.setAttribute("aria-label", name);
    panel.querySelector("label").hidden = true;
    const tab = element("button", { type: "button", role: "tab", "aria-controls": panel.id }, name);
    tab.addEventListener("click", () => show(number));
    tab.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (!step) return;
      const next = (number + step + panels.length) % panels.length;
      show(next);
      tabs[next].focus();
    });
    list.append(tab);
    return tab;
  });
  const show = (chosen) => {
    panels.forEach((panel, number) => (panel.hidden = number !== chosen));
    tabs.forEach((tab, number) => {
      tab.setAttribute("aria-selected", String(number === chosen));
      tab.tabIndex = number === chosen ? 0 : -1;
    });
  };
  panels[0].before(list);
  show(0);
}

async function listAttempts(key) {
  const place = document.getElementById("attempts");
  if (!place) return;
  let answer;
  try {
    answer = await call("GET", `me/submissions?exercise=${encodeURIComponent(key)}`);
  } catch {
    return; // The link to the page with all attempts stays.
  }
  const checks = answer.submissions.filter((submission) => submission.kind === "check");
  if (!checks.length) return;
  const when = new Intl.DateTimeFormat(language === "en" ? "en-US" : language, { dateStyle: "medium", timeStyle: "short" });
  place.replaceChildren(
    ...checks.slice(0, 20).map((submission) =>
      element(
        "li",
        {},
        element("a", { href: `${place.dataset.base}/${submission.id}` }, when.format(new Date(submission.created))),
        ` ${attemptWords(submission)}`,
      ),
    ),
  );
}

function attemptWords({ state, verdict, outdated, superseded_by: newer }) {
  const words = stateWords(state, verdict, newer);
  return outdated ? `${words} ${_("(an earlier version of the exercise)")}` : words;
}

const STATES = { queued: _("queued"), running: _("running"), cancelled: _("cancelled") };

function stateWords(state, verdict, newer) {
  if (state !== "finished") return newer ? _("replaced by a newer check") : (STATES[state] ?? state);
  const held = verdict.checks.filter((check) => check.outcome === "passed").length;
  return verdict.state === "passed" ? _("passed") : ngettext("{held} of {number} requirement held", "{held} of {number} requirements held", verdict.checks.length, { held });
}
