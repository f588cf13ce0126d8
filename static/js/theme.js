/* Shows the site in light or dark colors if the reader has chosen so in the footer.

   Not a module: it runs before the page is drawn, so that the page never flashes in the other colors.
   The choice stays in the browser, under the name that Django's admin uses for its own. */

(() => {
  const root = document.documentElement;

  function readChoice() {
    try {
      const choice = localStorage.getItem("theme");
      return choice === "light" || choice === "dark" ? choice : "auto";
    } catch {
      return "auto"; // The browser stores nothing for this site.
    }
  }

  function store(choice) {
    try {
      localStorage.setItem("theme", choice);
    } catch {
      // It lasts until the reader leaves the page.
    }
  }

  function apply(choice) {
    root.dataset.theme = choice;
    // The browser's own colors, around the page and before its styles have loaded.
    const schemes = document.querySelector("meta[name='color-scheme']");
    if (schemes) schemes.content = choice === "auto" ? "light dark" : choice;
    for (const meta of document.querySelectorAll("meta[name='theme-color']")) {
      const scheme = meta.dataset.scheme;
      if (choice === "auto") meta.media = `(prefers-color-scheme: ${scheme})`;
      else meta.media = scheme === choice ? "all" : "not all";
    }
    for (const radio of document.querySelectorAll("[data-theme-choice] input")) {
      radio.checked = radio.value === choice;
    }
  }

  const applyChoice = () => apply(readChoice());
  applyChoice();
  document.addEventListener("DOMContentLoaded", applyChoice);
  // In another tab, or on a page that the reader comes back to.
  addEventListener("storage", applyChoice);
  addEventListener("pageshow", (event) => event.persisted && applyChoice());
  document.addEventListener("change", (event) => {
    if (!event.target.closest("[data-theme-choice]")) return;
    store(event.target.value);
    apply(event.target.value);
  });
})();
