// Jinja in HTML.
import { html } from "@codemirror/lang-html";
import { jinja } from "@codemirror/lang-jinja";

export default () => jinja({ base: html() });
