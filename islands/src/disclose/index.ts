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

document.addEventListener("change", ({ target }) => {
  if ((target as HTMLInputElement).name === "audience") fit();
});
fit();
