// The editor of a lesson's sample, in the place of its code; loaded when somebody presses Edit for the first time.
import { edit } from "./editor.js";
import { _, around } from "./language.js";
import { element, say } from "./say.js";

/** `run` and `reset` are about what stands below the code. `version` is what one has made of it, or null. */
export function editSample(figure, { run, reset }) {
  const { name, sample } = figure.dataset;
  const pre = figure.querySelector("pre");
  // A last empty line would make the editor one line higher than what it replaces.
  const original = pre.textContent.replace(/\n$/, "");
  const area = element("textarea", { hidden: true, "aria-label": name });
  area.value = original;
  const keys = element("p", { class: "muted small", id: `keys-${sample}` });
  const key = (words) => element("kbd", {}, words);
  keys.append(...around(_("Run: {ctrl} {enter}. To leave the editor: {escape}, then {tab}."), { ctrl: key("Ctrl"), enter: key("Enter"), escape: key("Esc"), tab: key("Tab") }));
  const back = element("button", { type: "button", class: "sample-reset", disabled: true }, _("Reset"));
  const foot = element("div", { class: "sample-foot" }, keys, back);
  const place = element("div", { class: "sample-editor", hidden: true }, area);
  pre.after(place, foot);
  foot.hidden = true;

  const editor = edit(area, {
    name,
    label: _("Your version of {name}", { name }),
    describedBy: keys.id,
    onChange: () => (back.disabled = editor.text === original),
    keys: [{ key: "Mod-Enter", run: () => (run(), true) }],
  });
  back.addEventListener("click", async () => {
    editor.text = original;
    // The button that was pressed can't be used any more.
    editor.focus();
    await reset();
    say(_("{name} is as the lesson has it.", { name }));
  });
  return {
    version: () => (place.hidden || editor.text === original ? null : `${editor.text}\n`),
    toggle() {
      const open = place.hidden;
      place.hidden = foot.hidden = !open;
      pre.hidden = open;
      if (open) editor.focus();
      return open;
    },
  };
}
