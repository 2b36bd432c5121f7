// The exercise page: editors in place of textareas, drafts, Run and Check with results as they come.
import { call, follow } from "./api.js";
import { keepDraft } from "./drafts.js";
import { edit } from "./editor.js";
import { showResults } from "./results.js";
import { element, say } from "./say.js";

const form = document.getElementById("work");
if (form) start();

function start() {
  const key = form.dataset.exercise;
  const results = showResults(document.getElementById("result"));
  const buttons = [...form.querySelectorAll("button[name=action]")];
  let busy = false;

  const perform = async (action) => {
    if (busy) return;
    busy = true;
    for (const button of buttons) button.setAttribute("aria-disabled", "true");
    results.begin(action);
    try {
      await draft.saveNow();
      const submission = action === "check" ? await call("POST", "submissions", { exercise: key, files: files() }) : await run();
      const finished = await follow(submission, results);
      results.end(finished, action);
      if (action === "check") {
        listAttempts(key);
        if (finished.verdict?.state === "passed") document.getElementById("solved")?.removeAttribute("hidden");
      }
    } catch (error) {
      results.fail(error.message);
    } finally {
      busy = false;
      for (const button of buttons) button.removeAttribute("aria-disabled");
    }
  };
  const run = () => call("POST", "runs", { exercise: key, files: files() });
  const keys = [
    { key: "Mod-Enter", run: () => (perform("run"), true) },
    { key: "Shift-Mod-Enter", run: () => (perform("check"), true) },
  ];

  const editors = new Map();
  for (const area of form.querySelectorAll("textarea.editor:not([readonly])")) {
    const name = area.dataset.name;
    editors.set(
      name,
      edit(area, { name, label: name, describedBy: "editor-keys", onChange: () => draft.changed(), keys }),
    );
    // The label can't point at what is no form control; the editor carries its name itself.
    area.parentElement.querySelector("label")?.addEventListener("click", () => editors.get(name).focus());
  }
  const files = () => Object.fromEntries([...editors].map(([name, editor]) => [name, editor.text]));
  const draft = keepDraft({ key, editors, place: form.querySelector(".saved"), shown: form.dataset.attempt !== undefined });

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
      if (!confirm("Replace what you have written with the files that this exercise starts from?")) return;
      const starters = JSON.parse(document.getElementById("starters").textContent);
      for (const [name, editor] of editors) editor.text = starters[name];
      say("Back to the start.");
    });
  }
  const tabs = form.querySelectorAll(".file:not(.file-given)");
  if (tabs.length > 1) makeTabs([...tabs], editors);
  listAttempts(key);
}

function makeTabs(panels, editors) {
  const list = element("div", { class: "tabs", role: "tablist", "aria-label": "Files" });
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
  const when = new Intl.DateTimeFormat("en-US", { dateStyle: "medium", timeStyle: "short" });
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

function attemptWords({ state, verdict }) {
  if (state !== "finished") return state;
  const held = verdict.checks.filter((check) => check.outcome === "passed").length;
  return verdict.state === "passed" ? "passed" : `${held} of ${verdict.checks.length} requirements held`;
}
