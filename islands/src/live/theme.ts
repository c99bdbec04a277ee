/** Light or dark by hand, at once. Whoever chooses what the device has anyway follows the device again. */
import { THEME } from "../shared/events";

const YEAR = 31_536_000;

document.addEventListener("click", (event) => {
  const link = (event.target as HTMLElement).closest<HTMLElement>("a[data-theme]");
  if (!link || event.ctrlKey || event.metaKey) return;
  event.preventDefault();
  const chosen = link.dataset.theme ?? "";
  const ofDevice = matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light";
  const kept = chosen === ofDevice ? "lagenetz_theme=; Max-Age=0" : `lagenetz_theme=${chosen}; Max-Age=${YEAR}`;
  document.cookie = `${kept}; Path=/; SameSite=Lax`;
  if (chosen === ofDevice) delete document.documentElement.dataset.kernTheme;
  else document.documentElement.dataset.kernTheme = chosen;
  document.querySelector('meta[name="color-scheme"]')?.setAttribute("content", chosen === ofDevice ? "light dark" : chosen);
  document.dispatchEvent(new Event(THEME));
});
