/* An ARIA combobox: a list below a field, which suggests while someone types. */

const WAIT = 120; // milliseconds after a key before asking

/* `ask` returns what is suggested for the words in the field, as [{label, name, …}]. `choose` is given
   the one that is clicked or chosen with Enter. With `selectsFirst`, Enter needs no arrow key. With
   `saysNothing`, words without a match are answered. */
export function addCombobox(input, { ask, choose, shortest = 0, selectsFirst = false, saysNothing = false, label }) {
  const list = document.createElement("ul");
  list.id = `${input.id}-list`;
  list.className = "suggestions";
  list.setAttribute("role", "listbox");
  list.setAttribute("aria-label", label);
  list.hidden = true;
  const status = document.createElement("p");
  status.className = "suggestions-status";
  status.setAttribute("role", "status");
  input.after(list, ...(saysNothing ? [status] : []));
  input.setAttribute("role", "combobox");
  input.setAttribute("autocomplete", "off");
  input.setAttribute("aria-autocomplete", "list");
  input.setAttribute("aria-controls", list.id);
  input.setAttribute("aria-expanded", "false");

  let timer;
  let asked = null;
  let suggested = [];

  const select = (option) => {
    list.querySelector("[aria-selected=true]")?.setAttribute("aria-selected", "false");
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", option?.id ?? "");
  };

  const close = () => {
    clearTimeout(timer);
    asked = null;
    list.hidden = true;
    status.textContent = "";
    input.setAttribute("aria-expanded", "false");
    select(null);
  };

  const show = (found) => {
    suggested = found;
    list.replaceChildren(...found.map((each, number) => writeOption(`${list.id}-${number}`, each)));
    list.hidden = !found.length;
    status.textContent = saysNothing && asked && list.hidden ? nothingFound(asked) : "";
    input.setAttribute("aria-expanded", String(!list.hidden));
    select(selectsFirst ? list.firstElementChild : null);
  };

  const refresh = async () => {
    const words = input.value.trim();
    if (words.length < shortest) return close();
    if (words === asked) return;
    asked = words;
    const found = await ask(words);
    // The reader may have typed on, or left.
    if (found && words === asked) show(found);
  };

  const take = (option) => {
    const found = suggested[[...list.children].indexOf(option)];
    if (found) choose(found);
  };

  input.addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(() => refresh().catch(close), WAIT);
  });
  input.addEventListener("keydown", (event) => {
    if (list.hidden) return;
    const options = [...list.children];
    const place = options.findIndex((option) => option.getAttribute("aria-selected") === "true");
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      // Past either end, the field itself is next.
      const next = place + (event.key === "ArrowDown" ? 1 : place < 0 ? options.length : -1);
      select(options[next] ?? null);
    } else if (event.key === "Enter" && place >= 0) {
      take(options[place]);
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
    if (option) take(option);
  });
  input.addEventListener("blur", close);
  return { refresh: () => refresh().catch(close), close };
}

export function nothingFound(words) {
  return `Nothing found for “${words}”.`;
}

function writeOption(id, { label, name }) {
  const option = document.createElement("li");
  option.id = id;
  option.setAttribute("role", "option");
  option.setAttribute("aria-selected", "false");
  const words = document.createElement("bdi");
  words.textContent = name;
  const kind = document.createElement("span");
  kind.className = "kicker";
  kind.textContent = label;
  option.append(words, " ", kind);
  return option;
}
