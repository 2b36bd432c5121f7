// Ticks beside links, "where you left off", and marking a lesson as done: all from one small JSON call.
import { call } from "./api.js";
import { _, around, language, ngettext } from "./language.js";
import { progress as personal } from "./personal.js";
import { element, say } from "./say.js";

export async function showProgress() {
  const links = document.querySelectorAll("a[data-lesson], a[data-exercise]");
  const resume = document.getElementById("resume");
  const done = document.querySelector("form[data-done]");
  if (!links.length && !resume && !done) return;
  let progress;
  try {
    progress = await personal();
  } catch {
    return; // The page is complete without.
  }
  tick(links, progress);
  if (progress.account) signedIn(progress.account);
  if (resume) leftOff(resume, progress);
  if (done) markDone(done, progress);
}

function signedIn({ address }) {
  const link = document.querySelector(".top-account");
  link.title = address;
  link.dataset.signedIn = "";
  link.append(element("span", { class: "visually-hidden" }, _(", signed in as {address}", { address })));
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
  const { last, next } = progress;
  if (!last) return; // What stands there is where to begin.
  const link = ({ title, url, language: lang }) => element("a", { href: url, lang: lang !== language && lang }, title);
  const all = [...document.querySelectorAll("#sections a[data-lesson]")];
  const read = all.filter((each) => progress.lessons[each.dataset.lesson]).length;
  const words = ngettext("{read} of {number} lesson done.", "{read} of {number} lessons done.", all.length, { read });
  place.replaceChildren(
    element("p", { class: "kicker" }, ...around(_("Where you left off: {page}."), { page: link(last) }), ` ${words}`),
    next
      ? element("p", {}, ...around(_("Go on with {page}"), { page: link(next) }))
      : element("p", {}, _("You have done everything that there is.")),
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
    if (event.submitter && event.submitter !== button) return; // The bookmark's, which goes elsewhere.
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
