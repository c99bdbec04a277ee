/** The menu in the head closes when one clicks elsewhere or presses Escape. */
const menus = () => document.querySelectorAll<HTMLDetailsElement>(".ln-menu[open]");

document.addEventListener("click", ({ target }) => {
  for (const menu of menus()) if (!menu.contains(target as Node)) menu.open = false;
});
document.addEventListener("keydown", ({ key }) => {
  if (key !== "Escape") return;
  for (const menu of menus()) {
    menu.open = false;
    menu.querySelector("summary")?.focus();
  }
});
