// Suggestions below a search box while one types: a combobox with list autocomplete and manual selection, as WAI-ARIA 1.2
// describes it (https://www.w3.org/WAI/ARIA/apg/patterns/combobox/). Without this script the box is a plain field.

const PAUSE = 150; // milliseconds without a key before the service is asked
const FEWEST = 2; // letters
const ASKABLE = /[\p{L}\p{N}]/u;

class Suggestions {
  #form;
  #box;
  #list;
  #status;
  #texts;
  #found = [];
  #active = -1;
  #timer = 0;
  #asking = new AbortController();

  constructor(form) {
    this.#form = form;
    this.#box = form.elements.namedItem("q");
    this.#texts = JSON.parse(form.dataset.suggest);
    this.#list = Object.assign(document.createElement("ul"), { id: `${this.#box.id}-list`, className: "suggestions" });
    this.#list.role = "listbox";
    this.#list.ariaLabel = this.#texts.list;
    this.#list.hidden = true;
    this.#status = Object.assign(document.createElement("p"), { className: "unseen" });
    this.#status.role = "status";
    this.#box.after(this.#list);
    form.append(this.#status);
    this.#box.role = "combobox";
    this.#box.ariaAutoComplete = "list";
    this.#box.ariaExpanded = "false";
    this.#box.setAttribute("aria-controls", this.#list.id);
    this.#listen();
  }

  #listen() {
    this.#box.addEventListener("input", (event) => event.isComposing || this.#later());
    this.#box.addEventListener("compositionend", () => this.#later());
    this.#box.addEventListener("keydown", (event) => this.#pressed(event));
    this.#box.addEventListener("blur", () => this.#close());
    this.#form.addEventListener("submit", () => this.#close());
    window.addEventListener("pagehide", () => this.#close());
    // The box keeps the focus, so that the list is still there when the mouse button is let go.
    this.#list.addEventListener("pointerdown", (event) => event.preventDefault());
    this.#list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.#accept([...this.#list.children].indexOf(option));
    });
  }

  #pressed(event) {
    if (event.isComposing || event.keyCode === 229) return; // The key belongs to an input method.
    const open = !this.#list.hidden;
    switch (event.key) {
      case "ArrowDown":
      case "ArrowUp": {
        const down = event.key === "ArrowDown";
        if (event.altKey && !down) this.#close();
        else if (!open) this.#ask(event.altKey ? undefined : down ? 0 : -1);
        else if (!event.altKey) this.#activate(this.#active + (down ? 1 : this.#active < 0 ? 0 : -1));
        break;
      }
      case "Enter":
        if (!open || this.#active < 0) return; // The form is sent as it is.
        this.#accept(this.#active);
        break;
      case "Escape":
        if (open) this.#close();
        else this.#box.value = "";
        break;
      case "Home":
      case "End":
      case "ArrowLeft":
      case "ArrowRight":
        this.#activate(NaN); // The caret moves as in any field.
        return;
      default:
        return;
    }
    event.preventDefault();
  }

  #later() {
    this.#abandon();
    this.#timer = setTimeout(() => this.#ask(), PAUSE);
  }

  #abandon() {
    clearTimeout(this.#timer);
    this.#asking.abort();
    this.#asking = new AbortController();
  }

  async #ask(active) {
    this.#abandon();
    const typed = this.#box.value.trim();
    if (typed.length < FEWEST || !ASKABLE.test(typed)) return this.#close();
    const { signal } = this.#asking;
    const query = new URLSearchParams({ q: typed, lang: document.documentElement.lang });
    try {
      const answer = await fetch(`/api/v1/suggest?${query}`, { signal });
      const { suggestions } = answer.ok ? await answer.json() : { suggestions: [] };
      if (!signal.aborted && document.activeElement === this.#box) this.#show(suggestions, active);
    } catch {
      if (!signal.aborted) this.#close(); // The box works without suggestions.
    }
  }

  #show(found, active) {
    this.#found = found;
    this.#list.replaceChildren(...found.map((one, number) => this.#option(one, number)));
    this.#list.hidden = found.length === 0;
    this.#box.ariaExpanded = String(found.length > 0);
    this.#say(counted(found.length, this.#texts.none, this.#texts.one, this.#texts.many));
    this.#activate(active ?? NaN);
  }

  #option(one, number) {
    const option = Object.assign(document.createElement("li"), { id: `${this.#list.id}-${number}` });
    option.role = "option";
    option.ariaSelected = "false";
    const text = Object.assign(document.createElement("span"), { textContent: one.text, lang: one.language });
    const about = Object.assign(document.createElement("span"), { className: "hint", textContent: this.#about(one) });
    option.append(text, " ", about);
    return option;
  }

  #about(one) {
    if (one.kind !== "topic") return this.#texts[one.kind];
    const topic = one.text === one.label ? this.#texts.topic : this.#texts.other_name.replace("{label}", () => one.label);
    return `${topic}, ${counted(one.count, this.#texts.never, this.#texts.once, this.#texts.times)}`;
  }

  #activate(wanted) {
    const number = this.#found.length ? ((wanted % this.#found.length) + this.#found.length) % this.#found.length : NaN;
    this.#list.children[this.#active]?.setAttribute("aria-selected", "false");
    this.#active = Number.isNaN(number) ? -1 : number;
    const option = this.#list.children[this.#active];
    option?.setAttribute("aria-selected", "true");
    option?.scrollIntoView({ block: "nearest" });
    if (option) this.#box.setAttribute("aria-activedescendant", option.id);
    else this.#box.removeAttribute("aria-activedescendant");
  }

  #accept(number) {
    const one = this.#found[number];
    this.#box.value = one.text;
    this.#close();
    if (one.kind === "agreement") location.assign(one.address);
    else this.#form.requestSubmit();
  }

  #close() {
    this.#abandon();
    this.#activate(NaN);
    this.#found = [];
    this.#list.hidden = true;
    this.#list.replaceChildren();
    this.#box.ariaExpanded = "false";
    this.#say("");
  }

  #say(text) {
    this.#status.textContent = text;
  }
}

function counted(number, none, one, many) {
  return number === 0 ? none : number === 1 ? one : many.replace("{number}", () => number);
}

for (const form of document.querySelectorAll("form[data-suggest]")) new Suggestions(form);
