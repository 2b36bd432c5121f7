// Registers the service worker once the page is there, so that reading never waits for it.
export function keepOffline() {
  const worker = document.querySelector("script[data-worker]")?.dataset.worker;
  if (!worker || !navigator.serviceWorker) return;
  const register = () => navigator.serviceWorker.register(worker).catch(() => null); // The site works without.
  if (document.readyState === "complete") register();
  else addEventListener("load", register, { once: true });
}
