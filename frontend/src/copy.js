// A copy button on every code block.
import { _ } from "./language.js";
import { element, say } from "./say.js";

export function addCopyButtons() {
  if (!navigator.clipboard) return;
  for (const figure of document.querySelectorAll("figure.code:not(.output)")) {
    let caption = figure.querySelector("figcaption");
    if (!caption) figure.prepend((caption = element("figcaption")));
    const name = caption.querySelector(".code-name")?.textContent;
    const label = name ? _("Copy {name}", { name }) : _("Copy this code");
    const button = element("button", { type: "button", class: "copy", "aria-label": label }, _("Copy"));
    button.addEventListener("click", async () => {
      try {
        // In an editor it is one's own version.
        const written = figure.querySelector(".sample-editor:not([hidden]) textarea")?.value;
        await navigator.clipboard.writeText(written ?? figure.querySelector("pre").textContent.replace(/\n$/, ""));
        button.textContent = _("Copied");
        say(_("Copied to the clipboard."));
      } catch {
        button.textContent = _("Not copied");
        say(_("Copying was refused by the browser. Select the code and copy it by hand."));
      }
      setTimeout(() => (button.textContent = _("Copy")), 2000);
    });
    (caption.querySelector(".code-actions") ?? caption).append(button);
  }
}
