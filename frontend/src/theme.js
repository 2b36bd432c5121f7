// Sets the chosen theme before the first paint; and says which language to offer: the only script that a page waits for.
const root = document.documentElement;
root.classList.add("js");
try {
  const theme = localStorage.getItem("theme");
  if (theme === "light" || theme === "dark") root.dataset.theme = theme;
} catch {
  // Storage may be forbidden; the system's theme it is.
}
// A page that is there in a language which the visitor likes better offers it: CSS shows the sentence, before the first
// paint. Nobody is sent anywhere, and the page is the same for everyone.
const there = (root.dataset.languages ?? "").split(" ");
const liked = navigator.languages.map((tag) => tag.split("-")[0]).find((code) => there.includes(code));
if (liked && liked !== root.lang) root.dataset.offer = liked;
