// A lesson's bookmark and notes, kept without leaving the page.
import { call } from "./api.js";
import { _ } from "./language.js";
import { progress } from "./personal.js";
import { element, say } from "./say.js";

export async function showOwn(section) {
  const lesson = section.dataset.own;
  let known = { bookmarks: [], notes: [] };
  try {
    known = await progress();
  } catch {
    // The forms work without.
  }
  markBookmark(lesson, known.bookmarks.includes(lesson));
  const list = element("ul", { class: "notes" });
  section.querySelector("form").after(list);
  takeNotes(section.querySelector("form"), lesson, list);
  if (!known.notes.includes(lesson)) return;
  try {
    const { notes } = await call("GET", `me/lessons/${lesson}/notes`);
    list.append(...notes.map((note) => shown(note, lesson)));
  } catch (error) {
    list.append(element("li", { class: "field-error" }, error.message));
  }
}

function markBookmark(lesson, set) {
  const button = document.querySelector("button[data-bookmark]");
  const show = () => (button.textContent = set ? _("Remove bookmark") : _("Bookmark"));
  show();
  button.addEventListener("click", async (event) => {
    event.preventDefault();
    try {
      await call(set ? "DELETE" : "PUT", `me/bookmarks/${lesson}`);
      set = !set;
      show();
      say(set ? _("Bookmarked.") : _("Bookmark removed."));
    } catch (error) {
      document.querySelector(".done-state").textContent = error.message;
      say(error.message);
    }
  });
}

function takeNotes(form, lesson, list) {
  const text = form.querySelector("textarea");
  sending(form, async () => {
    const note = await call("POST", `me/lessons/${lesson}/notes`, { text: text.value });
    list.querySelector(`[data-note="${note.id}"]`)?.remove();
    list.append(shown(note, lesson));
    text.value = "";
    say(_("Kept."));
  });
}

// What goes wrong is said at the field, and what was written stays in it.
function sending(form, send) {
  const field = form.querySelector("textarea");
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    form.querySelector(".field-error")?.remove();
    field.removeAttribute("aria-invalid");
    try {
      await send();
    } catch (error) {
      field.setAttribute("aria-invalid", "true");
      field.before(element("p", { class: "field-error" }, error.message));
      say(error.message);
    }
  });
}

function shown(note, lesson) {
  const item = element("li", { class: "note", "data-note": note.id });
  const edit = element("button", { type: "button", class: "button button-quiet" }, _("Change"));
  const remove = element("button", { type: "button", class: "button button-quiet" }, _("Delete"));
  const row = element("div", { class: "row" }, edit, remove);
  item.append(element("p", { class: "note-text" }, note.text), row);
  edit.addEventListener("click", () => change(item, note, lesson));
  remove.addEventListener("click", async () => {
    try {
      await call("DELETE", `me/notes/${note.id}?revision=${note.revision}`);
      deleted(item, note, lesson);
    } catch (error) {
      say(error.message);
      const now = error.problem?.note;
      const fresh = shown(now ?? note, lesson);
      fresh.prepend(element("p", { class: "field-error" }, error.message));
      item.replaceWith(fresh);
      fresh.querySelector("button").focus();
    }
  });
  return item;
}

function deleted(item, note, lesson) {
  const undo = element("button", { type: "button", class: "button button-quiet" }, _("Undo"));
  item.replaceChildren(element("div", { class: "row" }, element("span", { class: "muted" }, _("Deleted.")), undo));
  undo.focus();
  say(_("Deleted."));
  undo.addEventListener("click", async () => {
    try {
      const again = shown(await call("POST", `me/lessons/${lesson}/notes`, { text: note.text }), lesson);
      item.replaceWith(again);
      again.querySelector("button").focus();
    } catch (error) {
      say(error.message);
    }
  });
}

function change(item, note, lesson) {
  const id = `note-${note.id}`;
  const field = element("textarea", { id, rows: Math.min(12, note.text.split("\n").length + 1) });
  field.value = note.text;
  const cancel = element("button", { type: "button", class: "button button-quiet" }, _("Cancel"));
  const save = element("button", { type: "submit", class: "button button-secondary" }, _("Save"));
  const label = element("label", { for: id }, _("Text of the note"));
  const form = element("form", {}, element("div", { class: "field" }, label, field), element("div", { class: "row" }, save, cancel));
  const back = (...items) => {
    item.replaceWith(...items);
    items.at(-1).querySelector("button").focus();
  };
  cancel.addEventListener("click", () => back(shown(note, lesson)));
  sending(form, async () => {
    const body = { lesson, text: field.value, revision: note.revision };
    const answer = await call("PUT", `me/notes/${note.id}`, body);
    const mine = shown(answer.note, lesson);
    if (!answer.new) {
      back(mine);
      say(_("Saved."));
      return;
    }
    const words = answer.other
      ? _("The note was changed in another tab meanwhile. Both texts are kept, as two notes.")
      : _("The note was deleted in another tab meanwhile. Your text is kept as a new one.");
    mine.prepend(element("p", { class: "note-told" }, words));
    back(...(answer.other ? [shown(answer.other, lesson)] : []), mine);
    say(words);
  });
  item.replaceChildren(form);
  field.focus();
}
