// Opens the documentation pages in frames, and tells each what to show: the document that stands on this page.
const told = document.getElementById("openapi-document");

function dark() {
  const chosen = document.documentElement.dataset.theme;
  return chosen ? chosen === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function open(fold) {
  const frame = fold.querySelector("iframe");
  if (!fold.open || frame.src) return;
  addEventListener("message", (event) => {
    // The frame has no origin of its own to be named here, and is told nothing that its reader has not written.
    if (event.source === frame.contentWindow && event.data === "ready")
      event.source.postMessage({ document: told.textContent, dark: dark() }, "*");
  });
  frame.src = frame.dataset.src;
}

if (told)
  for (const fold of document.querySelectorAll("[data-documentation]")) {
    fold.addEventListener("toggle", () => open(fold));
    open(fold);
  }
