// TOML.
import { StreamLanguage } from "@codemirror/language";
import { toml } from "@codemirror/legacy-modes/mode/toml";

export default () => StreamLanguage.define(toml);
