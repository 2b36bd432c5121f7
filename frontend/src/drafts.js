// What one types is saved as one types: on the server, and here until the server has it.
import { call } from "./api.js";
import { _ } from "./language.js";
import { element } from "./say.js";

export function keepDraft({ key, editors, place, shown }) {
  const path = `me/drafts/${key}`;
  const local = localCopy(`draft:${key}`);
  let version = 0;
  let timer = null;
  let saving = Promise.resolve();
  let dirty = false;
  let stopped = false;

  const files = () => Object.fromEntries([...editors].map(([name, editor]) => [name, editor.text]));
  const take = (texts) => {
    for (const [name, editor] of editors) if (name in texts) editor.text = texts[name];
    // Setting the text is a change like any other; it needs no saving.
    clearTimeout(timer);
    dirty = false;
  };
  const tell = (...words) => place.replaceChildren(...words);

  const save = async () => {
    if (!dirty || stopped) return;
    dirty = false;
    const sent = files();
    try {
      ({ version } = await call("PUT", path, { files: sent, version }));
      if (!dirty) {
        local.clear();
        tell(_("Draft saved"));
      }
    } catch (error) {
      dirty = true;
      if (error.status === 409 && error.problem.draft) conflict(error.problem.draft);
      else tell(_("Draft kept in this browser"));
    }
  };
  const saveNow = () => {
    clearTimeout(timer);
    return (saving = saving.then(save));
  };
  const changed = () => {
    dirty = true;
    local.write({ files: files(), version });
    clearTimeout(timer);
    timer = setTimeout(saveNow, 800);
  };
  const conflict = (other) => {
    stopped = true;
    const button = (label, act) => {
      const made = element("button", { type: "button", class: "button button-quiet" }, label);
      made.addEventListener("click", () => {
        stopped = false;
        version = other.version;
        act();
      });
      return made;
    };
    tell(
      _("Another window saved a different draft."),
      " ",
      button(_("Take that one"), () => {
        take(other.files);
        local.clear();
        tell(_("Draft loaded"));
      }),
      button(_("Keep this one"), () => {
        dirty = true;
        saveNow();
      }),
    );
  };

  const load = async () => {
    const kept = local.read();
    let draft = { version: 0, files: {} };
    try {
      draft = await call("GET", path);
    } catch {
      // Without the server, the copy in this browser is what there is.
    }
    version = draft.version;
    if (shown || dirty) return;
    if (kept) {
      take(kept.files);
      version = kept.version;
      dirty = true;
      saveNow();
    } else if (draft.version > 0) {
      take(draft.files);
      tell(_("Draft loaded"));
    }
  };

  addEventListener("pagehide", () => {
    if (dirty) local.write({ files: files(), version });
  });
  saving = load();
  return { changed, saveNow };
}

function localCopy(name) {
  const quietly = (act) => {
    try {
      return act();
    } catch {
      return null; // Storage may be full or forbidden; the server's copy is the one that counts.
    }
  };
  return {
    read: () => quietly(() => JSON.parse(localStorage.getItem(name))),
    write: (value) => quietly(() => localStorage.setItem(name, JSON.stringify(value))),
    clear: () => quietly(() => localStorage.removeItem(name)),
  };
}
