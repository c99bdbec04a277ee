/** Shows the standing rules and the modi that belong to the chosen category. */
export function fitCategory(): void {
  const category = document.querySelector<HTMLSelectElement>("[name=category]");
  if (!category) return;
  const fit = () => {
    for (const rule of document.querySelectorAll<HTMLElement>("[data-categories]")) {
      const categories = (rule.dataset.categories ?? "").split(" ").filter(Boolean);
      rule.hidden = category.value !== "" && categories.length > 0 && !categories.includes(category.value);
    }
    for (const group of document.querySelectorAll<HTMLOptGroupElement>("[name=modus] optgroup")) {
      group.hidden = group.disabled = category.value !== "" && group.dataset.category !== category.value;
      if (group.hidden) for (const modus of group.querySelectorAll("option")) modus.selected = false;
    }
  };
  category.addEventListener("change", fit);
  fit();
}
