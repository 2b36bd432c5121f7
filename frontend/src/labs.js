// A lab answers with its next page, which a program has to make first: a button to stop waiting for it.
import { _ } from "./language.js";
import { element, say } from "./say.js";

export function cancelLabs() {
  for (const form of document.querySelectorAll(".lab form")) {
    // Not form.method: a lab may have a field of that name.
    if (form.getAttribute("method") === "post") form.addEventListener("submit", (event) => offer(form, event.submitter));
  }
}

function offer(form, submitter) {
  const sender = submitter ?? form.querySelector("button");
  const cancel = element("button", { type: "button", class: "button button-secondary" }, _("Cancel"));
  const slow = setTimeout(() => sender.after(" ", cancel), 300);
  const end = () => {
    clearTimeout(slow);
    if (document.activeElement === cancel) sender.focus();
    cancel.remove();
  };
  cancel.addEventListener("click", () => {
    // The server notices that nobody waits any more, and ends the program.
    window.stop();
    end();
    say(_("Cancelled. Nothing was changed."));
  });
  // One comes back to this page as one has left it.
  addEventListener("pagehide", end, { once: true });
}
