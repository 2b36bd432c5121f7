// What scripts say, in the language of the page. English stands in the scripts; a page in another language brings the
// rest with it, made of the same catalogues as the page itself.
const place = document.getElementById("words");
const known = place ? JSON.parse(place.textContent) : {};
export const language = document.documentElement.lang || "en";
const rules = new Intl.PluralRules(language);

const filled = (text, values) => text.replace(/\{(\w+)\}/g, (all, name) => values?.[name] ?? all);

/** `text` in the language of the page; `{name}` in it is replaced by `values.name`. */
export const _ = (text, values) => filled(known[text] ?? text, values);

/** The same for a number of things, which is also `{number}`. */
export function ngettext(one, many, number, values) {
  const forms = known[one] ?? [one, many];
  return filled(forms[rules.select(number) === "one" ? 0 : 1], { number, ...values });
}

/** `text` around elements: a list of strings and of what `values` has for `{name}`, to be appended. */
export const around = (text, values) => text.split(/\{(\w+)\}/).map((piece, number) => (number % 2 ? values[piece] : piece));
