// The map: lines between sections, what leads where, moving with arrow keys, zoom, and what the visitor has done.
import { _, ngettext } from "./language.js";
import { nearest } from "./neighbours.js";
import { progress } from "./personal.js";
import { element, say } from "./say.js";

const map = document.getElementById("map");
const places = new Map([...(map?.querySelectorAll(".map-place") ?? [])].map((place) => [place.dataset.place, place]));
const words = (text) => (text ? text.split(" ") : []);

if (map) {
  const lines = drawLines();
  highlight(lines);
  moveByKeys();
  zoom();
  showStates();
}

// Behind the sections, from the lower edge of one to the upper edge of the other; for the eye only, since each says in
// words what it needs.
function drawLines() {
  const SVG = "http://www.w3.org/2000/svg";
  const drawing = document.createElementNS(SVG, "svg");
  drawing.setAttribute("class", "map-lines");
  drawing.setAttribute("aria-hidden", "true");
  const lines = [];
  const rows = [...map.querySelectorAll(".map-row")];
  const rowOf = (place) => rows.indexOf(place.closest(".map-row"));
  for (const [to, place] of places) {
    const needed = words(place.dataset.needed);
    for (const from of words(place.dataset.lines)) {
      const path = document.createElementNS(SVG, "path");
      if (!needed.includes(from)) path.classList.add("recommended");
      if (rowOf(place) - rowOf(places.get(from)) > 1) path.classList.add("far");
      drawing.append(path);
      lines.push({ from, to, path });
    }
  }
  map.prepend(drawing);
  const layOut = () => {
    const origin = map.getBoundingClientRect();
    // All is measured before anything is changed.
    const boxes = new Map([...places].map(([id, place]) => [id, place.getBoundingClientRect()]));
    for (const { from, to, path } of lines) {
      const a = boxes.get(from);
      const b = boxes.get(to);
      const [x1, y1] = [a.left + a.width / 2 - origin.left, a.bottom - origin.top];
      const [x2, y2] = [b.left + b.width / 2 - origin.left, b.top - origin.top];
      const bend = Math.max(24, (y2 - y1) / 2);
      path.setAttribute("d", `M${x1} ${y1}C${x1} ${y1 + bend} ${x2} ${y2 - bend} ${x2} ${y2}`);
    }
  };
  new ResizeObserver(layOut).observe(map);
  return lines;
}

function highlight(lines) {
  const show = (place) => {
    const leads = place ? allBefore(place.dataset.place) : new Set();
    for (const [id, other] of places) {
      other.classList.toggle("here", other === place);
      other.classList.toggle("leads", leads.has(id));
    }
    const reached = place ? new Set([...leads, place.dataset.place]) : leads;
    for (const { from, to, path } of lines) path.classList.toggle("leads", reached.has(from) && reached.has(to));
  };
  const placeOf = (event) => event.target.closest?.(".map-place");
  const focused = () => document.activeElement?.closest(".map-place");
  map.addEventListener("pointerover", (event) => show(placeOf(event) ?? focused()));
  map.addEventListener("pointerleave", () => show(focused()));
  map.addEventListener("focusin", (event) => show(placeOf(event)));
  map.addEventListener("focusout", (event) => map.contains(event.relatedTarget) || show(null));
}

function allBefore(id) {
  const found = new Set();
  const waiting = words(places.get(id).dataset.before);
  while (waiting.length) {
    const next = waiting.pop();
    if (found.has(next) || next === id) continue;
    found.add(next);
    waiting.push(...words(places.get(next).dataset.before));
  }
  return found;
}

function moveByKeys() {
  map.addEventListener("keydown", (event) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
    const link = event.target.closest("a");
    if (!link || !event.key.startsWith("Arrow")) return;
    const links = [...map.querySelectorAll("a")].filter((each) => each.checkVisibility());
    const next = nearest(link, links, event.key.slice(5).toLowerCase());
    // Also where there is no neighbour: the page must not jump away.
    event.preventDefault();
    next?.focus();
  });
}

function zoom() {
  const STEPS = [50, 75, 100, 125, 150, 200];
  const buttons = Object.fromEntries([...document.querySelectorAll("[data-zoom]")].map((b) => [b.dataset.zoom, b]));
  let step = STEPS.indexOf(100);
  const set = (number) => {
    if (number < 0 || number >= STEPS.length) return;
    step = number;
    map.dataset.zoom = STEPS[step];
    buttons.fit.firstChild.textContent = `${STEPS[step]} %`;
    // Not `disabled`, which would throw the focus away.
    buttons.out.setAttribute("aria-disabled", step === 0);
    buttons.in.setAttribute("aria-disabled", step === STEPS.length - 1);
    say(step ? _("Size {percent} percent.", { percent: STEPS[step] }) : _("Sections only."));
  };
  buttons.out.addEventListener("click", () => set(step - 1));
  buttons.in.addEventListener("click", () => set(step + 1));
  buttons.fit.addEventListener("click", () => set(STEPS.indexOf(100)));
}

async function showStates() {
  let done;
  try {
    done = await progress();
  } catch {
    return; // The map is complete without.
  }
  const recommended = done.recommended[map.dataset.order];
  for (const [id, place] of places) {
    const state = done.sections[id];
    const lessons = [...place.querySelectorAll("a[data-lesson]")];
    const read = lessons.filter((link) => done.lessons[link.dataset.lesson]).length;
    place.querySelector(".map-state").textContent = stateWords(state, read, lessons.length);
    for (const link of lessons) if (done.lessons[link.dataset.lesson]) link.dataset.word = _("Done");
    if (state) place.dataset.state = state;
    if (id !== recommended) continue;
    place.dataset.recommended = "";
    place.querySelector(".map-state").after(element("p", { class: "map-next" }, _("Recommended next")));
  }
  for (const link of done.next ? map.querySelectorAll(".map-lessons a") : []) {
    if (link.getAttribute("href") !== done.next.url) continue;
    link.dataset.next = "";
    link.dataset.word = _("Next");
    link.append(element("span", { class: "visually-hidden" }, _(", next")));
  }
}

function stateWords(state, read, number) {
  if (state === "done") return _("Done");
  if (state !== "started") return _("Not begun");
  return ngettext("In progress: {read} of {number} lesson", "In progress: {read} of {number} lessons", number, { read });
}
