// Run buttons of a lesson's samples: the output appears below, as the program prints it.
import { call, follow } from "./api.js";
import { element, say } from "./say.js";
import { clock, verdictWords, waitingWords } from "./words.js";

export function runSamples() {
  for (const form of document.querySelectorAll("form.sample-run")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
  }
}

const running = new WeakMap();

async function run(form) {
  const button = form.querySelector("button");
  // The button that started it takes it back, once there is time for that.
  if (running.has(form)) return running.get(form)();
  const { place, title, samp } = outputOf(form);
  // "Run", and for screen readers the name of the file behind it.
  const verb = button.firstChild;
  const label = verb.textContent;
  let submission = null;
  let unwanted = false;
  let early = true;
  running.set(form, async () => {
    if (early || unwanted) return;
    unwanted = true;
    // The stream then says that it has ended.
    if (submission) await call("DELETE", submission.href).catch((error) => say(`Not cancelled. ${error.message}`));
  });
  place.setAttribute("aria-busy", "true");
  // Nothing changes for the first moment: most runs end before one could read "Running".
  const slow = setTimeout(() => {
    title.textContent = "Running";
    verb.textContent = label.replace("Run", "Cancel");
    early = false;
    say("Running. The same button cancels it.");
  }, 300);
  let text = "";
  try {
    submission = await call("POST", "runs", { sample: sampleKey(form) });
    if (unwanted) await call("DELETE", submission.href);
    const finished = await follow(submission, {
      queued: ({ place: number, seconds }) => (title.textContent = waitingWords(number, seconds) || title.textContent),
      started: () => (title.textContent = "Running"),
      output: (data) => {
        text += data.text;
        samp.textContent = text;
      },
    });
    const verdict = finished.verdict;
    if (finished.state === "cancelled") {
      title.textContent = "Cancelled";
      samp.textContent = text || "You took it back before it had printed anything.";
    } else {
      samp.textContent = verdict?.output || verdict?.traceback || text || verdict?.message || "It printed nothing.";
      title.textContent = `Output of your run: ${verdictWords(verdict, "run")} at ${clock.format(new Date())}`;
    }
    say(title.textContent);
  } catch (error) {
    title.textContent = "Not run";
    samp.textContent = error.message;
    say(`Not run: ${error.message}`);
  } finally {
    clearTimeout(slow);
    running.delete(form);
    verb.textContent = label;
    place.removeAttribute("aria-busy");
  }
}

// The form posts to /learn/{section}/samples/{id}/run; the API names the sample {section}/{id}.
function sampleKey(form) {
  const [, , section, , id] = new URL(form.action).pathname.split("/");
  return `${section}/${id}`;
}

function outputOf(form) {
  const figure = form.closest("figure");
  let place = figure.nextElementSibling;
  if (!place?.matches("figure.output")) {
    place = element("figure", { class: "code output" });
    figure.after(place);
  }
  let title = place.querySelector("figcaption");
  if (!title) place.prepend((title = element("figcaption")));
  let pre = place.querySelector("pre");
  if (!pre) place.append((pre = element("pre", { tabindex: "0", "aria-label": "Output" })));
  let samp = pre.querySelector("samp, code");
  if (!samp) pre.append((samp = element("samp")));
  return { place, title, samp };
}
