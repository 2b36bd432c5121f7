// The theme switch in the header; theme.js has applied the choice already.
export function chooseTheme() {
  const select = document.getElementById("theme");
  if (!select) return;
  const root = document.documentElement;
  select.value = root.dataset.theme ?? "system";
  select.addEventListener("change", () => {
    if (select.value === "system") delete root.dataset.theme;
    else root.dataset.theme = select.value;
    try {
      if (select.value === "system") localStorage.removeItem("theme");
      else localStorage.setItem("theme", select.value);
    } catch {
      // Forbidden storage: the choice holds for this page.
    }
  });
}
