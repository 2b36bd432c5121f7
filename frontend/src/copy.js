// A copy button on every code block.
import { element, say } from "./say.js";

export function addCopyButtons() {
  if (!navigator.clipboard) return;
  for (const figure of document.querySelectorAll("figure.code:not(.output)")) {
    let caption = figure.querySelector("figcaption");
    if (!caption) figure.prepend((caption = element("figcaption")));
    const name = caption.querySelector(".code-name")?.textContent;
    const label = name ? `Copy ${name}` : "Copy this code";
    const button = element("button", { type: "button", class: "copy", "aria-label": label }, "Copy");
    button.addEventListener("click", async () => {
      try {
        // In an editor it is one's own version.
        const written = figure.querySelector(".sample-editor:not([hidden]) textarea")?.value;
        await navigator.clipboard.writeText(written ?? figure.querySelector("pre").textContent.replace(/\n$/, ""));
        button.textContent = "Copied";
        say("Copied to the clipboard.");
      } catch {
        button.textContent = "Not copied";
        say("Copying was refused by the browser. Select the code and copy it by hand.");
      }
      setTimeout(() => (button.textContent = "Copy"), 2000);
    });
    (caption.querySelector(".code-actions") ?? caption).append(button);
  }
}
