// What is this visitor's own, asked for once a page, whoever needs it.
import { call } from "./api.js";

let asked;

export function progress() {
  return (asked ??= call("GET", "me/progress"));
}
