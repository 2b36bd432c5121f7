// Run and Edit of a lesson's samples: the output appears below, as the program prints it.
import { call, follow } from "./api.js";
import { _ } from "./language.js";
import { element, say } from "./say.js";
import { clock, verdictWords, waitingWords } from "./words.js";

export function runSamples() {
  for (const form of document.querySelectorAll("form.sample-run")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      // The button that started it takes it back, once there is time for that.
      if (running.has(form)) running.get(form).cancel();
      else run(form);
    });
    offerEditing(form);
  }
}

// By form: the run that is on its way, what stood below before the first one, and the editor.
const running = new WeakMap();
const originals = new WeakMap();
const editors = new WeakMap();

// The link leads to a page that does the same without JavaScript; here it is done in place.
function offerEditing(form) {
  const figure = form.closest("figure");
  const link = figure.querySelector("a.sample-edit");
  if (!link) return;
  const button = element("button", { type: "button", class: "sample-edit", "aria-expanded": "false" });
  button.append(...link.childNodes);
  link.replaceWith(button);
  button.addEventListener("click", async () => {
    if (!editors.has(form)) {
      let made;
      try {
        made = await import("./sample-editor.js");
      } catch {
        location.href = link.href;
        return;
      }
      // Whoever clicked twice while it was loading has one editor.
      if (!editors.has(form)) editors.set(form, made.editSample(figure, { run: () => running.has(form) || run(form), reset: () => reset(form) }));
    }
    const open = editors.get(form).toggle();
    button.setAttribute("aria-expanded", String(open));
    button.firstChild.textContent = open ? _("Close") : _("Edit");
  });
}

async function run(form) {
  const button = form.querySelector("button");
  const { place, title, samp } = outputOf(form);
  const version = editors.get(form)?.version() ?? null;
  // "Run", and for screen readers the name of the file behind it.
  const verb = button.firstChild;
  const label = verb.textContent;
  let submission = null;
  let unwanted = false;
  let early = true;
  let ended;
  running.set(form, {
    ended: new Promise((done) => (ended = done)),
    cancel: async (even = false) => {
      if ((early && !even) || unwanted) return;
      unwanted = true;
      // The stream then says that it has ended.
      if (submission) await call("DELETE", submission.href).catch((error) => say(`${_("Not cancelled.")} ${error.message}`));
    },
  });
  place.setAttribute("aria-busy", "true");
  // Nothing changes for the first moment: most runs end before one could read "Running".
  const slow = setTimeout(() => {
    title.textContent = _("Running");
    verb.textContent = _("Cancel");
    early = false;
    say(_("Running. The same button cancels it."));
  }, 300);
  let text = "";
  try {
    const files = version === null ? {} : { files: { [form.closest("figure").dataset.name]: version } };
    submission = await call("POST", "runs", { sample: sampleKey(form), ...files });
    if (unwanted) await call("DELETE", submission.href);
    const finished = await follow(submission, {
      queued: ({ place: number, seconds }) => (title.textContent = waitingWords(number, seconds) || title.textContent),
      started: () => (title.textContent = _("Running")),
      output: (data) => {
        text += data.text;
        samp.textContent = text;
      },
    });
    const verdict = finished.verdict;
    if (finished.state === "cancelled") {
      title.textContent = _("Cancelled");
      samp.textContent = text || _("You took it back before it had printed anything.");
    } else {
      samp.textContent = verdict?.output || verdict?.traceback || text || verdict?.message || _("It printed nothing.");
      const said = { verdict: verdictWords(verdict, "run"), time: clock.format(new Date()) };
      title.textContent = version === null ? _("Output of your run at {time}: {verdict}", said) : _("Output of your version at {time}: {verdict}", said);
    }
    say(title.textContent);
  } catch (error) {
    title.textContent = _("Not run");
    samp.textContent = error.message;
    say(_("Not run: {reason}", { reason: error.message }));
  } finally {
    clearTimeout(slow);
    running.delete(form);
    verb.textContent = label;
    place.removeAttribute("aria-busy");
    ended();
  }
}

// What the lesson shows below the sample, as it was before anything ran.
async function reset(form) {
  const now = running.get(form);
  if (now) {
    await now.cancel(true);
    await now.ended;
  }
  originals.get(form)?.();
  originals.delete(form);
}

// The form posts to /learn/{section}/samples/{id}/run; the API names the sample {section}/{id}.
function sampleKey(form) {
  // From behind: an address may begin with a language.
  const parts = new URL(form.action).pathname.split("/");
  return `${parts.at(-4)}/${parts.at(-2)}`;
}

function outputOf(form) {
  const figure = form.closest("figure");
  let place = figure.nextElementSibling;
  const there = place?.matches("figure.output");
  if (!there) {
    place = element("figure", { class: "code output" });
    figure.after(place);
  }
  if (!originals.has(form)) {
    const before = [...place.childNodes].map((node) => node.cloneNode(true));
    originals.set(form, () => (there ? place.replaceChildren(...before) : place.remove()));
  }
  let title = place.querySelector("figcaption");
  if (!title) place.prepend((title = element("figcaption")));
  let pre = place.querySelector("pre");
  if (!pre) place.append((pre = element("pre", { tabindex: "0", "aria-label": _("Output") })));
  let samp = pre.querySelector("samp, code");
  if (!samp) pre.append((samp = element("samp")));
  return { place, title, samp };
}
