// What opens the search: Ctrl or Cmd with K, `/` unless that is turned off, and the field in the header.
export function openSearch() {
  let opening = null;
  const open = async (text = "") => {
    // Whoever presses twice while the dialog is loaded gets one.
    opening ??= import("./search-dialog.js").then((made) => made.searchDialog({ slash }));
    try {
      (await opening).open(text);
    } catch {
      location.href = document.querySelector("form[data-search]").action;
    }
  };
  document.addEventListener("keydown", (event) => {
    if (event.defaultPrevented || event.isComposing) return;
    const chord = (event.ctrlKey || event.metaKey) && !event.altKey && !event.shiftKey && event.key.toLowerCase() === "k";
    const plain = event.key === "/" && !event.ctrlKey && !event.metaKey && !event.altKey && slash.on && !writes(event.target);
    if (!chord && !plain) return;
    event.preventDefault();
    open();
  });
  for (const place of document.querySelectorAll("[data-search]")) {
    // A field that is reached by keyboard stays one: Enter leads to the page.
    place.addEventListener(place.matches("a") ? "click" : "mousedown", (event) => {
      if (event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
      event.preventDefault();
      open(place.querySelector("input")?.value);
    });
  }
}

const writes = (target) => target.isContentEditable || target.matches("input, textarea, select");

// A single key can be pressed by mistake, or by speech: it can be turned off.
const slash = {
  get on() {
    try {
      return localStorage.getItem("search-slash") !== "off";
    } catch {
      return true;
    }
  },
  set on(wanted) {
    try {
      if (wanted) localStorage.removeItem("search-slash");
      else localStorage.setItem("search-slash", "off");
    } catch {
      // Forbidden storage: it stays as it is.
    }
  },
};
