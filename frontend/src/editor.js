// CodeMirror with what this site needs, and no more; loaded on exercise pages, and where somebody edits a sample.
import { autocompletion, closeBrackets, closeBracketsKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap, indentLess, indentMore } from "@codemirror/commands";
import { python } from "@codemirror/lang-python";
import { bracketMatching, HighlightStyle, indentOnInput, indentUnit, syntaxHighlighting } from "@codemirror/language";
import { highlightSelectionMatches, searchKeymap } from "@codemirror/search";
import { Compartment, EditorState } from "@codemirror/state";
import { drawSelection, EditorView, highlightActiveLine, highlightActiveLineGutter, highlightSpecialChars, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";

const template = async () => (await import("./language-template.js")).default();
// Python is what nearly every file is in; the others come when one is opened.
const LANGUAGES = {
  py: python,
  html: template,
  jinja2: template,
  sql: async () => (await import("./language-sql.js")).default(),
  toml: async () => (await import("./language-toml.js")).default(),
};

const colors = HighlightStyle.define([
  { tag: [tags.keyword, tags.operatorKeyword, tags.modifier, tags.self, tags.tagName], color: "var(--keyword)" },
  { tag: [tags.string, tags.special(tags.string), tags.regexp, tags.attributeValue], color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null, tags.atom], color: "var(--number)" },
  { tag: [tags.definition(tags.variableName), tags.function(tags.variableName), tags.className, tags.propertyName, tags.attributeName], color: "var(--function)" },
  { tag: [tags.comment, tags.meta], color: "var(--comment)" },
]);

const look = EditorView.theme({
  "&": { minHeight: "var(--editor-height, 18rem)", maxHeight: "70vh" },
  ".cm-scroller": { fontFamily: "var(--face-code)", lineHeight: "1.55", fontVariantLigatures: "none" },
  ".cm-content": { padding: "var(--editor-padding, 0.75rem) 0", caretColor: "var(--text)" },
  ".cm-line": { padding: "0 0.9rem" },
  ".cm-gutters": { backgroundColor: "transparent", border: "0", color: "var(--text-2)", paddingLeft: "0.4rem" },
  ".cm-activeLine, .cm-activeLineGutter": { backgroundColor: "var(--surface)" },
  ".cm-cursor": { borderLeftColor: "var(--text)", borderLeftWidth: "2px" },
  "&.cm-focused .cm-selectionBackground, .cm-selectionBackground": { background: "var(--selection) !important" },
  ".cm-selectionMatch": { backgroundColor: "var(--surface-2)" },
  "&.cm-focused .cm-matchingBracket": { backgroundColor: "var(--surface-2)", outline: "1px solid var(--control)" },
  ".cm-panels": { backgroundColor: "var(--surface)", color: "var(--text)", borderColor: "var(--line)" },
  ".cm-tooltip": { backgroundColor: "var(--background)", color: "var(--text)", border: "1px solid var(--control)" },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { backgroundColor: "var(--accent)", color: "var(--on-accent)" },
});

/**
 * Put an editor in a textarea's place; the textarea keeps the text, so that the form still sends it.
 * Tab indents, and Escape then Tab leaves, as the hint beside the editor says.
 */
export function edit(textarea, { name, label, describedBy, onChange, keys = [] }) {
  const language = LANGUAGES[name.split(".").pop()]?.();
  const inLanguage = new Compartment();
  let leaving = false;
  const tab = (command) => (view) => {
    if (leaving) return false;
    return command(view);
  };
  // It can be reached with Tab anyway; checkers that don't know of editable elements look for the attribute.
  const attributes = { "aria-label": label, tabindex: "0" };
  if (describedBy) attributes["aria-describedby"] = describedBy;
  const view = new EditorView({
    parent: textarea.parentElement,
    state: EditorState.create({
      doc: textarea.value,
      extensions: [
        lineNumbers(),
        highlightActiveLine(),
        highlightActiveLineGutter(),
        highlightSpecialChars(),
        history(),
        drawSelection(),
        indentOnInput(),
        indentUnit.of("    "),
        bracketMatching(),
        closeBrackets(),
        autocompletion({ activateOnTyping: false }),
        highlightSelectionMatches(),
        syntaxHighlighting(colors),
        look,
        inLanguage.of(language instanceof Promise || !language ? [] : language),
        EditorView.contentAttributes.of(attributes),
        keymap.of([
          ...keys,
          { key: "Escape", run: () => ((leaving = true), false) },
          { key: "Tab", run: tab(indentMore), shift: tab(indentLess) },
          ...closeBracketsKeymap,
          ...defaultKeymap.filter((binding) => binding.key !== "Mod-Enter"),
          ...searchKeymap,
          ...historyKeymap,
        ]),
        EditorView.domEventHandlers({
          keydown: (event) => {
            if (event.key !== "Escape" && event.key !== "Tab" && event.key !== "Shift") leaving = false;
          },
          focus: () => {
            leaving = false;
          },
        }),
        EditorView.updateListener.of((update) => {
          if (!update.docChanged) return;
          textarea.value = update.state.doc.toString();
          onChange?.();
        }),
      ],
    }),
  });
  textarea.hidden = true;
  if (language instanceof Promise) {
    language.then((found) => view.dispatch({ effects: inLanguage.reconfigure(found) }));
  }
  return {
    focus: () => view.focus(),
    get text() {
      return view.state.doc.toString();
    },
    set text(text) {
      if (text !== view.state.doc.toString()) {
        view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } });
      }
    },
  };
}
