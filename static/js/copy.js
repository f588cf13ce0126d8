/* A button that copies a field's value or an element's text. */

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    source.select?.();
    await navigator.clipboard?.writeText(source.value ?? source.textContent.trim());
    button.textContent = "Copied";
  });
}
