// Quiz questions answer one by one, in place; without JavaScript the form answers all at once.
import { call } from "./api.js";
import { _ } from "./language.js";
import { element, say } from "./say.js";

export function answerInline() {
  const form = document.querySelector("form.quiz[data-section]");
  if (!form) return;
  for (const question of form.querySelectorAll(".question")) {
    const button = question.querySelector(".question-row button");
    button.addEventListener("click", () => answer(form.dataset.section, question, button));
    for (const input of question.querySelectorAll("input")) {
      input.addEventListener("keydown", (event) => {
        if (event.key !== "Enter") return;
        event.preventDefault();
        button.click();
      });
      input.addEventListener("change", () => (button.textContent = _("Answer")));
    }
  }
  form.addEventListener("submit", (event) => event.preventDefault());
}

async function answer(section, question, button) {
  const chosen = [...question.querySelectorAll("input:checked")].map((input) => Number(input.value));
  const words = button.nextElementSibling;
  if (!chosen.length) {
    words.textContent = _("Choose an answer first.");
    say(words.textContent);
    return;
  }
  button.disabled = true;
  try {
    const answered = await call("POST", `me/quizzes/${section}/${question.dataset.question}`, { chosen });
    question.querySelectorAll(".choice").forEach((choice, number) => explain(choice, answered.choices[number]));
    words.textContent = answered.right ? _("Right.") : _("Not right. Read why, then try again.");
    say(words.textContent);
    button.textContent = _("Answer again");
  } catch (error) {
    words.textContent = error.message;
    say(error.message);
  } finally {
    button.disabled = false;
  }
}

function explain(choice, answer) {
  choice.classList.remove("choice-right", "choice-wrong");
  choice.querySelector(".choice-why")?.remove();
  if (answer.right) choice.classList.add("choice-right");
  else if (answer.chosen) choice.classList.add("choice-wrong");
  const why = element("span", { class: "choice-why" });
  why.innerHTML = answer.html ?? "";
  if (!answer.html) why.textContent = answer.explanation;
  why.prepend(element("b", {}, `${answer.right ? _("Right.") : _("Wrong.")} `));
  choice.append(why);
}
