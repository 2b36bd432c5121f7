// Ticks beside links, "where you left off", and marking a lesson as done: all from one small JSON call.
import { call } from "./api.js";
import { _, around, ngettext } from "./language.js";
import { element, say } from "./say.js";

export async function showProgress() {
  const links = document.querySelectorAll("a[data-lesson], a[data-exercise]");
  const resume = document.getElementById("resume");
  const done = document.querySelector("form[data-done]");
  if (!links.length && !resume && !done) return;
  let progress;
  try {
    progress = await call("GET", "me/progress");
  } catch {
    return; // The page is complete without.
  }
  tick(links, progress);
  if (resume) leftOff(resume, progress);
  if (done) markDone(done, progress);
}

function tick(links, progress) {
  for (const link of links) {
    const { lesson, exercise } = link.dataset;
    const tried = progress.exercises[exercise];
    const done = lesson ? progress.lessons[lesson] : tried === "passed" || tried?.passed;
    if (done) link.dataset.done = "";
    else if (tried) link.dataset.started = "";
    // What CSS shows beside the link is said within it.
    const words = done ? _(", done") : tried ? _(", started") : "";
    link.querySelector(".state-words")?.remove();
    if (words) link.append(element("span", { class: "visually-hidden state-words" }, words));
  }
}

function leftOff(place, progress) {
  const all = [...document.querySelectorAll("#sections a[data-lesson]")];
  const read = all.filter((link) => progress.lessons[link.dataset.lesson]);
  if (!read.length) return;
  const latest = read.reduce((a, b) =>
    progress.lessons[a.dataset.lesson] > progress.lessons[b.dataset.lesson] ? a : b,
  );
  const next =
    all.slice(all.indexOf(latest) + 1).find((link) => !progress.lessons[link.dataset.lesson]) ??
    all.find((link) => !progress.lessons[link.dataset.lesson]);
  const words = ngettext("{read} of {number} lesson done.", "{read} of {number} lessons done.", all.length, { read: read.length });
  const name = (link) => link.dataset.title;
  place.replaceChildren(
    element("p", { class: "kicker" }, _("You read “{lesson}” last.", { lesson: name(latest) }), ` ${words}`),
    next
      ? element("p", {}, ...around(_("Go on with {lesson}"), { lesson: element("a", { href: next.getAttribute("href") }, name(next)) }))
      : element("p", {}, _("You have read every lesson.")),
  );
}

function markDone(form, progress) {
  const key = form.dataset.done;
  const button = form.querySelector("button");
  let done = Boolean(progress.lessons[key]);
  const show = () => {
    button.textContent = done ? _("Mark as not done") : _("Mark as done");
    button.classList.toggle("button-primary", !done);
    button.classList.toggle("button-secondary", done);
    form.querySelector(".done-state").textContent = done ? _("You have done this lesson.") : "";
  };
  show();
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      await call(done ? "DELETE" : "PUT", `me/lessons/${key}`);
      done = !done;
      if (done) progress.lessons[key] = new Date().toISOString();
      else delete progress.lessons[key];
      show();
      say(done ? _("Marked as done.") : _("Marked as not done."));
      for (const link of document.querySelectorAll(`a[data-lesson="${key}"]`)) delete link.dataset.done;
      tick(document.querySelectorAll(`a[data-lesson="${key}"]`), progress);
    } catch (error) {
      form.querySelector(".done-state").textContent = error.message;
      say(error.message);
    }
  });
}
