// The search in a dialog: the same results as on the page, as one types; loaded when it is first opened.
import { call } from "./api.js";
import { _, around, ngettext } from "./language.js";
import { element } from "./say.js";

const KINDS = { section: _("Section"), lesson: _("Lesson"), exercise: _("Exercise"), quiz: _("Quiz"), sample: _("Sample") };
const PATIENCE = 120;

export function searchDialog({ slash }) {
  const page = document.querySelector("form[data-search]").getAttribute("action");
  const input = element("input", { type: "search", name: "q", id: "search-words", maxlength: "200", autocomplete: "off", autocapitalize: "off", spellcheck: "false", placeholder: _("Search lessons, exercises, quizzes and samples") });
  const close = element("button", { type: "button", class: "button button-quiet" }, _("Close"));
  const form = element("form", { action: page, role: "search" }, element("label", { for: input.id, class: "visually-hidden" }, _("Search this site")), input, close);
  const said = element("p", { class: "search-said small muted", role: "status" });
  const results = element("div", { class: "search-results" });
  const box = element("input", { type: "checkbox" });
  const key = (words) => element("kbd", {}, words);
  const foot = element("div", { class: "search-foot small muted" });
  foot.append(element("span", {}, ...around(_("{down} {up} to choose, {enter} to open, {escape} to close"), { down: key("↓"), up: key("↑"), enter: key("Enter"), escape: key("Esc") })), element("label", {}, box, " ", ...around(_("{slash} opens this, too"), { slash: key("/") })));
  const dialog = element("dialog", { class: "search-dialog", "aria-label": _("Search") }, form, said, results, foot);
  document.body.append(dialog);

  let exact = false;
  let asked = "";
  let timer = null;
  let latest = 0;

  const ask = async () => {
    const words = input.value.trim();
    const mine = (latest += 1);
    if (!words) {
      results.replaceChildren();
      said.textContent = "";
      return;
    }
    try {
      const found = await call("GET", `search?q=${encodeURIComponent(words)}${exact ? "&exact=true" : ""}`);
      // An earlier question may be answered later.
      if (mine === latest) show(found);
    } catch (error) {
      if (mine !== latest) return;
      results.replaceChildren();
      said.textContent = error.message;
    }
  };
  const show = ({ query, meant, missing, partial, count, sections }) => {
    const parts = [];
    if (!count) parts.push(exact ? _("No page of this site has that. Try another word, or fewer.") : _("No page of this site has that, or anything like it. Try another word, or fewer."));
    else {
      if (meant) {
        const instead = element("a", { href: `${page}?q=${encodeURIComponent(query)}&exact=true` }, query);
        instead.addEventListener("click", (event) => {
          event.preventDefault();
          exact = true;
          ask();
          input.focus();
        });
        parts.push(...around(_("Showing results for {meant}. Search instead for {typed}."), { meant: element("b", {}, meant), typed: instead }), " ");
      }
      if (missing.length) parts.push(...around(_("No page has {words}; these have the rest."), { words: element("b", {}, missing.join(", ")) }), " ");
      if (partial) parts.push(_("No page has all of these words; these have some of them."), " ");
      parts.push(ngettext("{number} page, best first.", "{number} pages, best first.", count));
    }
    said.replaceChildren(...parts);
    results.replaceChildren(...sections.map(group));
    results.scrollTop = 0;
  };

  input.addEventListener("input", () => {
    if (input.value === asked) return;
    asked = input.value;
    exact = false;
    clearTimeout(timer);
    timer = setTimeout(ask, PATIENCE);
  });
  close.addEventListener("click", () => dialog.close());
  dialog.addEventListener("click", (event) => event.target === dialog && dialog.close());
  dialog.addEventListener("keydown", (event) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (!step || event.altKey || event.ctrlKey || event.metaKey) return;
    const links = [...results.querySelectorAll("a")];
    const stops = [input, ...links];
    const at = stops.indexOf(document.activeElement);
    if (at < 0 || !links.length) return;
    event.preventDefault();
    const next = stops[at + step];
    next?.focus();
    if (next === input) input.select();
  });
  results.addEventListener("click", (event) => {
    // To a heading of this very page: the dialog must not stay above it.
    if (event.target.closest("a")) dialog.close();
  });
  box.addEventListener("change", () => (slash.on = box.checked));

  return {
    open(text) {
      if (dialog.open) return;
      box.checked = slash.on;
      if (text) input.value = text;
      dialog.showModal();
      input.focus();
      input.select();
      if (text) ask();
    },
  };
}

function group({ id, title, pages }) {
  const heading = element("h2", { id: `dialog-${id}` }, title);
  return element("section", { class: "found-group", "aria-labelledby": heading.id }, heading, element("ol", { class: "found" }, ...pages.map(page)));
}

function page({ kind, title, url, hits }) {
  const name = element("p", { class: "found-title" }, element("a", { href: url }, title), " ", element("span", { class: "found-kind" }, KINDS[kind]));
  return element("li", {}, name, ...hits.map(hit));
}

function hit({ heading, url, snippet }) {
  const text = element("p", { class: "found-text" }, ...snippet.map(({ text, match }) => (match ? element("mark", {}, text) : text)));
  return element("div", { class: "found-hit" }, ...(heading ? [element("p", {}, element("a", { href: url }, heading))] : []), text);
}
