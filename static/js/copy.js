/* A button that copies a field's value or an element's text. */

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const source = document.getElementById(button.dataset.copy);
    try {
      await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
      button.textContent = "Copied";
    } catch {
      // Browsers offer no clipboard without HTTPS, or refuse it.
      if (source.select) source.select();
      else getSelection().selectAllChildren(source);
      button.textContent = "Selected: now copy it";
    }
  });
}
