// The page that is shown without a network: a list of what was kept.
import { _ } from "./language.js";
import { element } from "./say.js";

const place = document.getElementById("kept");
const cache = await caches.open("roadmap-pages-1");
const found = [];
for (const request of await cache.keys()) {
  const response = await cache.match(request, { ignoreVary: true });
  if (!response?.headers.get("Content-Type")?.startsWith("text/html")) continue;
  const title = new DOMParser().parseFromString(await response.text(), "text/html").title;
  found.push([new URL(request.url).pathname, title.replace(/ · Roadmap$/, "")]);
}
if (found.length) {
  const items = found.reverse().map(([path, title]) => element("li", {}, element("a", { href: path }, title)));
  place.replaceChildren(element("h2", {}, _("Pages that you have visited")), element("ul", {}, ...items));
}
