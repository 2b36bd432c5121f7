// Run buttons of a lesson's samples: the output appears below, as the program prints it.
import { call, follow } from "./api.js";
import { element, say } from "./say.js";
import { verdictWords } from "./words.js";

export function runSamples() {
  for (const form of document.querySelectorAll("form.sample-run")) {
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      run(form);
    });
  }
}

async function run(form) {
  const button = form.querySelector("button");
  if (button.disabled) return;
  const { place, title, samp } = outputOf(form);
  button.disabled = true;
  place.setAttribute("aria-busy", "true");
  // Nothing changes for the first moment: most runs end before one could read "Running".
  const slow = setTimeout(() => (title.textContent = "Running"), 200);
  let text = "";
  try {
    const submission = await call("POST", "runs", { sample: sampleKey(form) });
    const finished = await follow(submission, {
      started: () => (title.textContent = "Running"),
      output: (data) => {
        text += data.text;
        samp.textContent = text;
      },
    });
    const verdict = finished.verdict;
    samp.textContent = verdict?.output || verdict?.traceback || text || verdict?.message || "It printed nothing.";
    title.textContent = finished.state === "cancelled" ? "Cancelled" : `Output of your run: ${verdictWords(verdict, "run")}`;
    say(title.textContent);
  } catch (error) {
    title.textContent = "Not run";
    samp.textContent = error.message;
    say(`Not run: ${error.message}`);
  } finally {
    clearTimeout(slow);
    button.disabled = false;
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
