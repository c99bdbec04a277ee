/** The panel of a disclosure: only the profiles and legal bases that the agreement has toward the chosen audience. */
function fit(): void {
  const chosen = document.querySelector<HTMLInputElement>("[name=audience]:checked");
  const [profiles, bases] = [chosen?.dataset.profiles, chosen?.dataset.bases].map((ids) => new Set(ids?.split(" ")));
  for (const button of document.querySelectorAll<HTMLButtonElement>("button[name=profile], button[name=preview]")) {
    button.disabled = !profiles?.has(button.value);
  }
  for (const basis of document.querySelectorAll<HTMLOptionElement>("[name=legal_basis] option[value]:not([value=''])")) {
    basis.hidden = basis.disabled = !bases?.has(basis.value);
    if (basis.hidden) basis.selected = false;
  }
}

/** Shows the audiences whose name has what is typed, wherever they are folded away. */
function seek({ target }: Event): void {
  const field = target as HTMLInputElement;
  if (field.name !== "empfaenger") return;
  const typed = field.value.trim().toLocaleLowerCase();
  const all = field.closest("fieldset");
  for (const audience of all?.querySelectorAll<HTMLElement>("label.ln-check") ?? []) {
    audience.hidden = !audience.textContent.toLocaleLowerCase().includes(typed);
  }
  for (const group of all?.querySelectorAll<HTMLElement>("[role=group]") ?? []) {
    group.hidden = !group.querySelector("label:not([hidden])");
  }
  const others = all?.querySelector("details");
  if (others) others.open = typed !== "";
}

document.addEventListener("input", seek);
// A list that is there need not be fetched once more.
document.querySelector<HTMLFormElement>("#audience-search")?.addEventListener("submit", (event) => event.preventDefault());
document.addEventListener("change", ({ target }) => {
  if ((target as HTMLInputElement).name === "audience") fit();
});
fit();
