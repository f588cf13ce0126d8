/* Suggests titles and names below search fields while a reader types: an ARIA combobox. */

const WAIT = 120; // milliseconds after a key before asking
const SHORTEST = 3; // characters

for (const form of document.querySelectorAll("[data-suggestions]")) {
  const input = form.querySelector("input[type=search]");
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", "Suggestions");
  list.hidden = true;
  input.after(list);
  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer;
  let asked = "";

  const choose = (option) => {
    list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  };

  const close = () => {
    clearTimeout(timer);
    asked = "";
    list.hidden = true;
    input.setAttribute("aria-expanded", "false");
    choose(null);
  };

  const show = (found) => {
    list.replaceChildren(
      ...found.map(({ label, name, path }, number) => {
        const option = document.createElement("li");
        option.id = `${list.id}-${number}`;
        option.setAttribute("role", "option");
        option.dataset.path = path;
        const words = document.createElement("bdi");
        words.textContent = name;
        const kind = document.createElement("span");
        kind.className = "kicker";
        kind.textContent = label;
        option.append(words, " ", kind);
        return option;
      }),
    );
    list.hidden = !found.length;
    input.setAttribute("aria-expanded", String(!list.hidden));
    choose(null);
  };

  const ask = async () => {
    const words = input.value.trim();
    if (words.length < SHORTEST) return close();
    if (words === asked) return;
    asked = words;
    const response = await fetch(`${form.dataset.suggestions}?${new URLSearchParams({ q: words })}`);
    // The reader may have typed on, or left.
    if (response.ok && words === asked) show((await response.json()).suggestions);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => ask().catch(close), WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const options = [...list.children];
    const place = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // Past either end, the field itself is next.
      const next = place + (event.key === "ArrowDown" ? 1 : place < 0 ? options.length : -1);
      choose(options[next] ?? null);
    } else if (event.key === "Enter" && place >= 0) {
      location.assign(options[place].dataset.path);
    } else if (event.key === "Escape") {
      close();
    } else {
      return;
    }
    event.preventDefault();
  });
  list.addEventListener("pointerdown", (event) => {
    event.preventDefault();
    const option = event.target.closest("[role=option]");
    if (option) location.assign(option.dataset.path);
  });
  input.addEventListener("blur", close);
}
