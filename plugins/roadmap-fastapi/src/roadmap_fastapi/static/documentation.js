// In the frame: shows the OpenAPI document that the page around it sends. Nothing is fetched, and no request is made.
const place = document.getElementById("documentation");

function show(page, told, dark) {
  if (page === "swagger-ui") {
    document.documentElement.classList.toggle("dark-mode", dark);
    document.body.classList.toggle("dark", dark);
    // No buttons that send requests: the program that made the document has ended.
    SwaggerUIBundle({ spec: told, domNode: place, supportedSubmitMethods: [], docExpansion: "full", validatorUrl: null });
  } else {
    // Its search runs in a worker made of a blob, which the policy forbids; one page needs none.
    Redoc.init(told, { disableSearch: true, hideDownloadButton: true, expandResponses: "all", nativeScrollbars: true }, place);
  }
}

addEventListener("message", (event) => {
  if (event.source !== parent || place.dataset.shown) return;
  place.dataset.shown = "yes";
  show(place.dataset.page, JSON.parse(event.data.document), event.data.dark);
});
parent.postMessage("ready", "*");
