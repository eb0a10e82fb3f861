/*
 * <aftale-soeg>: a search box for the health agreements, for a page of another host. One file, no dependency.
 *
 *   <script type="module" src="https://aftalegraf.example/static/aftale-soeg.js"></script>
 *   <aftale-soeg server="https://aftalegraf.example" lang="da">
 *     <a href="https://aftalegraf.example/">Søg i sundhedsaftalerne</a>
 *   </aftale-soeg>
 *
 * Attributes: server (else where this file came from), lang (da, en; else the page's), heading (level of its headings,
 * 2), passages (how many, 5). What stands within is shown where scripts do not run. Looks: the custom properties at the
 * top of STYLE, and ::part(form|label|input|button|status|problem|answer|passages|table|level|quote|link|tag).
 *
 * A page's policy needs script-src and connect-src for the server, and nothing for styles: the sheet is constructed. No
 * text becomes markup. The host page's rules stop at the shadow root, and what would be inherited is reset within.
 */

const MOST_CHARACTERS = 500;
const PATIENCE = 20000;
const NARROW = 640; // CSS pixels below which a table's rows are laid out as cards

export const TEXTS = {
  da: {
    label: "Søg i sundhedsaftalerne",
    hint: "Skriv et emne eller et spørgsmål.",
    button: "Søg",
    searching: "Søger …",
    empty: "Skriv mindst ét ord, så der er noget at søge efter.",
    unreachable: "Der er ikke noget svar fra Aftalegraf. Enten er tjenesten nede, eller også er denne sides adresse ({origin}) ikke på listen over dem, der må spørge.",
    slow: "Aftalegraf har ikke svaret i {seconds} sekunder; prøv igen om lidt.",
    busy: "Aftalegraf kan ikke svare lige nu; prøv igen om lidt.",
    refused: "Aftalegraf kunne ikke læse spørgsmålet; skriv det på en anden måde.",
    noServer: "Søgefeltet mangler adressen på Aftalegraf; skriv den i attributten server.",
    onward: "Søg videre på Aftalegraf",
    answer: "Svar: {what}",
    statements: "Svar: {kinds}",
    agreements: "Svar: aftalerne",
    corrected: "Viser svar for »{to}«. Du skrev »{from}«.",
    words: "Fundet ved ordene: {words}.",
    region: "Region og aftale",
    weight: "Vægt",
    says: "Det står der",
    levels: ["ikke omtalt", "nævnt", "understøttet", "prioriteret"],
    unknown: "ukendt: kun faktaark",
    notInForce: "ikke i kraft",
    factSheet: "kun faktaark",
    silent: "Det er ikke fundet, selv om hele teksten er gennemsøgt.",
    sheetSilent: "Vi har kun et faktaark, og det nævner det ikke. Selve aftalen kan godt omtale det.",
    inferred: "Vægten er udledt af programmet efter faste regler og står ikke i aftalen. Læs citaterne, før du konkluderer.",
    place: "Se stedet i aftalen",
    agreement: "Se aftalen",
    more: "Vis {number} mere",
    passages: "Steder i aftalerne",
    none: "Ingen steder i aftalerne passer til søgningen.",
    whole: "Se hele svaret på Aftalegraf",
    elsewhere: "Svaret på det spørgsmål fylder mere end her er plads til; se det på Aftalegraf",
    done: "{answers} og {passages}.",
    regions: ["", "én region", "{number} regioner"],
    found: ["ingen steder", "ét sted", "{number} steder"],
    types: {
      vision: "vision",
      principle: "princip",
      value: "værdi",
      "focus-area": "fokusområde",
      goal: "mål",
      indicator: "indikator",
      "national-goal": "nationalt mål",
      "national-indicator": "national indikator",
      "target-group": "målgruppe",
      organisation: "organisation",
      statistic: "tal",
      definition: "definition",
      "follow-up": "opfølgning",
      initiative: "indsats",
      text: "tekst",
    },
  },
  en: {
    label: "Search the health agreements",
    hint: "Write a topic or a question.",
    button: "Search",
    searching: "Searching …",
    empty: "Write at least one word to search for.",
    unreachable: "There is no answer from Aftalegraf. Either the service is down, or the address of this page ({origin}) is not on the list of those that may ask.",
    slow: "Aftalegraf has not answered in {seconds} seconds; try again in a moment.",
    busy: "Aftalegraf cannot answer right now; try again in a moment.",
    refused: "Aftalegraf could not read the question; write it in another way.",
    noServer: "The search box lacks the address of Aftalegraf; write it in the attribute server.",
    onward: "Go on searching at Aftalegraf",
    answer: "Answer: {what}",
    statements: "Answer: {kinds}",
    agreements: "Answer: the agreements",
    corrected: "Showing answers for “{to}”. You wrote “{from}”.",
    words: "Found by the words: {words}.",
    region: "Region and agreement",
    weight: "Weight",
    says: "What it says",
    levels: ["not mentioned", "mentioned", "supported", "prioritised"],
    unknown: "unknown: fact sheet only",
    notInForce: "not in force",
    factSheet: "fact sheet only",
    silent: "It was not found, although the whole text was searched.",
    sheetSilent: "We hold only a fact sheet, and it does not mention it. The agreement itself may well do so.",
    inferred: "The weight is inferred by the program from fixed rules and does not stand in the agreement. Read the quotes before you conclude.",
    place: "See the place in the agreement",
    agreement: "See the agreement",
    more: "Show {number} more",
    passages: "Passages in the agreements",
    none: "No passages in the agreements fit the search.",
    whole: "See the whole answer at Aftalegraf",
    elsewhere: "The answer to that question takes more room than there is here; see it at Aftalegraf",
    done: "{answers} and {passages}.",
    regions: ["", "one region", "{number} regions"],
    found: ["no passages", "one passage", "{number} passages"],
    types: {
      vision: "vision",
      principle: "principle",
      value: "value",
      "focus-area": "focus area",
      goal: "goal",
      indicator: "indicator",
      "national-goal": "national goal",
      "national-indicator": "national indicator",
      "target-group": "target group",
      organisation: "organisation",
      statistic: "figure",
      definition: "definition",
      "follow-up": "follow-up",
      initiative: "initiative",
      text: "text",
    },
  },
};

const STYLE = `
:host { display: block; }
:host([hidden]) { display: none; }
.root {
  --ground: var(--aftale-ground, light-dark(#ffffff, #14191b));
  --ink: var(--aftale-ink, light-dark(#1b2426, #e7ecec));
  --soft: var(--aftale-soft, light-dark(#4a5456, #a9b5b7));
  --line: var(--aftale-line, light-dark(#d9dcd8, #333d40));
  --edge: var(--aftale-edge, light-dark(#6f7a77, #7f8c8f));
  --accent: var(--aftale-accent, light-dark(#0b5566, #8fd0df));
  --on-accent: var(--aftale-on-accent, light-dark(#ffffff, #10282f));
  --focus: var(--aftale-focus, light-dark(#b3430c, #ffb37e));
  --notice: var(--aftale-notice, light-dark(#fbe9e1, #43261b));
  --unknown: var(--aftale-unknown, light-dark(#7a5200, #e8c273));
  all: initial;
  color-scheme: inherit;
  display: flow-root;
  padding: var(--aftale-padding, 0);
  background: var(--ground);
  color: var(--ink);
  font-family: var(--aftale-font, system-ui, "Segoe UI", Roboto, "Noto Sans", Arial, sans-serif);
  font-size: var(--aftale-font-size, medium);
  line-height: 1.5;
  overflow-wrap: break-word;
}
@supports not (color: light-dark(white, black)) {
  .root {
    --ground: var(--aftale-ground, #ffffff); --ink: var(--aftale-ink, #1b2426); --soft: var(--aftale-soft, #4a5456);
    --line: var(--aftale-line, #d9dcd8); --edge: var(--aftale-edge, #6f7a77); --accent: var(--aftale-accent, #0b5566);
    --on-accent: var(--aftale-on-accent, #ffffff); --focus: var(--aftale-focus, #b3430c);
    --notice: var(--aftale-notice, #fbe9e1); --unknown: var(--aftale-unknown, #7a5200);
  }
}
*, *::before, *::after { box-sizing: border-box; }
[hidden] { display: none; }
a { color: var(--accent); text-underline-offset: 0.18em; }
:focus-visible { outline: 3px solid var(--focus); outline-offset: 2px; }
label, th, .region { font-weight: 600; }
label { display: block; }
.hint, .soft, .place { color: var(--soft); font-size: 0.875em; }
p { margin: 0.25em 0 0.5em; }
h1, h2, h3, h4, h5, h6 { font-size: 1.125em; line-height: 1.3; margin: 1.25em 0 0.5em; }
.line { display: flex; flex-wrap: wrap; gap: 0.5em; margin: 0.25em 0; max-width: 44em; }
input, button { font: inherit; border-radius: 0.4em; padding: 0.5em 0.75em; min-height: 2.75em; }
input { flex: 1 1 12em; min-width: 0; background: var(--ground); color: var(--ink); border: 1px solid var(--edge); }
button { background: var(--accent); color: var(--on-accent); border: 1px solid transparent; font-weight: 600; cursor: pointer; }
.problem { background: var(--notice); border-left: 4px solid var(--focus); padding: 0.5em 0.75em; }
table { border-collapse: collapse; width: 100%; }
th, td { text-align: left; vertical-align: top; padding: 0.6em 1em 0.6em 0; }
thead th { color: var(--soft); font-size: 0.875em; }
tbody tr, .hits > li { border-top: 1px solid var(--line); }
tbody th { width: 28%; font-weight: 400; }
.region { display: block; }
.level { display: inline-flex; gap: 0.5em; align-items: flex-start; font-weight: 600; color: var(--accent); }
.level-0 { color: var(--soft); }
.level-unknown { color: var(--unknown); }
.level svg { width: 2.75em; height: 0.875em; flex: none; margin-top: 0.35em; fill: none; stroke: currentColor; stroke-width: 1.5; }
.level .on { fill: currentColor; }
.tag { display: inline-block; font-size: 0.8125em; border: 1px solid var(--edge); border-radius: 0.3em; padding: 0 0.4em; margin-right: 0.3em; }
ul, ol { list-style: none; margin: 0; padding: 0; }
.hits > li { padding: 0.6em 0; }
blockquote { white-space: pre-line; margin: 0 0 0.25em; padding-left: 0.75em; border-left: 3px solid var(--line); }
blockquote::before { content: "»"; }
blockquote::after { content: "«"; }
.english blockquote::before { content: "“"; }
.english blockquote::after { content: "”"; }
.quotes li { margin-bottom: 0.75em; }
summary { cursor: pointer; color: var(--accent); padding: 0.25em 0; }
.narrow :is(table, tbody, tr, tbody th, td) { display: block; width: auto; }
.narrow thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
.narrow tbody tr { padding: 0.6em 0; }
.narrow :is(tbody th, td) { padding: 0.15em 0; }
@media (forced-colors: active) { .problem, .tag { border: 1px solid; } }
`;

let sheet;

/** One sheet for all boxes of a page, made when the first is. */
function styles() {
  if (!sheet) {
    sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLE);
  }
  return sheet;
}

/** Makes an element; what is given as text stays text. */
function make(tag, attributes = {}, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (value !== null && value !== undefined && value !== false) made.setAttribute(name, value === true ? "" : value);
  }
  made.append(...children.filter((child) => child !== null && child !== ""));
  return made;
}

function filled(text, values) {
  return text.replace(/\{(\w+)\}/g, (whole, name) => values[name] ?? whole);
}

function counted(texts, number) {
  return filled(texts[Math.min(number, 2)], { number });
}

class AftaleSoeg extends HTMLElement {
  static observedAttributes = ["server", "lang", "heading"];

  #root = this.attachShadow({ mode: "open" });
  #asked = null;
  #query = "";
  // Not a container query: within what is as wide as its content (a float, a flex item), a container has no width.
  #width = new ResizeObserver(([entry]) => this.#lay(entry.contentRect.width));

  connectedCallback() {
    this.#root.adoptedStyleSheets = [styles()];
    this.#render();
  }

  disconnectedCallback() {
    this.#width.disconnect();
    this.#asked?.abort();
  }

  attributeChangedCallback(name, before, now) {
    if (this.isConnected && before !== now) this.#render();
  }

  /** Asks a question, as if it were typed and sent. */
  async search(query) {
    this.#part("input").value = query;
    await this.#ask();
  }

  get #language() {
    const wanted = this.getAttribute("lang") ?? document.documentElement.lang;
    return /^en\b/i.test(wanted) ? "en" : "da";
  }

  get #texts() {
    return TEXTS[this.#language];
  }

  /** Where the service is, without a slash at its end; null if the attribute is no web address. */
  get #server() {
    try {
      const address = new URL(this.getAttribute("server") ?? new URL(import.meta.url).origin, location.href);
      return /^https?:$/.test(address.protocol) ? address.href.replace(/[?#].*$/, "").replace(/\/+$/, "") : null;
    } catch {
      return null;
    }
  }

  #lay(width) {
    this.#root.querySelector(".root").classList.toggle("narrow", width < NARROW);
  }

  #part(name) {
    return this.#root.querySelector(`[part~="${name}"]`);
  }

  #heading(text) {
    const level = Number(this.getAttribute("heading") ?? 2);
    return make(`h${level >= 1 && level <= 6 ? Math.trunc(level) : 2}`, { part: "heading" }, text);
  }

  #render() {
    const t = this.#texts;
    this.#asked?.abort();
    const form = make(
      "form",
      { part: "form", role: "search" },
      make("label", { part: "label", for: "q" }, t.label),
      make(
        "div",
        { class: "line" },
        make("input", { part: "input", id: "q", type: "search", maxlength: MOST_CHARACTERS, autocomplete: "off", "aria-describedby": "hint" }),
        make("button", { part: "button", type: "submit" }, t.button),
      ),
      make("p", { class: "hint", id: "hint" }, t.hint),
    );
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      this.#ask();
    });
    this.#root.replaceChildren(
      make(
        "div",
        { class: this.#language === "en" ? "root english" : "root", lang: this.#language },
        form,
        make("p", { part: "status", role: "status", class: "soft" }),
        make("div", { part: "results" }),
      ),
    );
    this.#width.disconnect();
    this.#width.observe(this.#root.firstChild);
    this.#part("input").value = this.#query;
    if (this.#query) this.#ask();
  }

  async #ask() {
    const query = this.#part("input").value.trim();
    const t = this.#texts;
    this.#asked?.abort();
    this.#query = query;
    if (!query) return this.#tell(t.empty);
    if (!this.#server) return this.#tell(t.noServer);
    const asked = (this.#asked = new AbortController());
    this.#status(t.searching);
    const limit = setTimeout(() => asked.abort("slow"), PATIENCE);
    const got = await Promise.all([
      this.#get("ask", { q: query }, asked.signal),
      this.#get("search", { q: query, k: this.#passages }, asked.signal),
    ]).catch((error) => error);
    clearTimeout(limit);
    if (this.#asked !== asked || !this.isConnected) return; // Another question was asked meanwhile, or the box is gone.
    if (!Array.isArray(got)) this.#tell(this.#reason(asked.signal, got), query);
    else this.#show(query, ...got);
  }

  get #passages() {
    const number = Math.trunc(Number(this.getAttribute("passages") ?? 5));
    return number >= 1 && number <= 100 ? number : 5;
  }

  async #get(what, parameters, signal) {
    const address = `${this.#server}/api/v1/${what}?${new URLSearchParams(parameters)}`;
    const options = { signal, headers: { Accept: "application/json" }, credentials: "omit", referrerPolicy: "no-referrer" };
    const reply = await fetch(address, options);
    if (!reply.ok) throw Object.assign(new Error(String(reply.status)), { status: reply.status });
    return reply.json();
  }

  #reason(signal, error) {
    const t = this.#texts;
    if (signal.aborted && signal.reason === "slow") return filled(t.slow, { seconds: PATIENCE / 1000 });
    if (error.status >= 500 || error.status === 429) return t.busy;
    if (error.status) return t.refused;
    return filled(t.unreachable, { origin: location.origin });
  }

  #status(text) {
    this.#part("status").textContent = text;
  }

  /** Says in one sentence why there is no answer, and leads on to the service where there is a question. */
  #tell(sentence, query = "") {
    this.#status("");
    const onward = query ? make("p", {}, this.#link(this.#page("/", { q: query }), this.#texts.onward)) : null;
    this.#part("results").replaceChildren(
      make("div", { part: "problem", class: "problem", role: "alert" }, make("p", {}, sentence), onward),
    );
  }

  #show(query, answer, found) {
    const t = this.#texts;
    const parts = [
      ...found.interpretation.corrected.map((one) => make("p", { class: "soft" }, filled(t.corrected, one))),
      ...this.#answer(query, answer),
      this.#heading(t.passages),
      found.hits.length ? this.#hits(found.hits) : make("p", {}, t.none),
      make("p", {}, this.#link(this.#page("/", { q: query }), t.whole)),
    ];
    this.#part("results").replaceChildren(...parts);
    const regions = new Set([...answer.answers, ...(answer.rows ?? [])].map((one) => one.region)).size;
    const passages = counted(t.found, found.hits.length);
    const done = regions ? filled(t.done, { answers: counted(t.regions, regions), passages }) : `${passages}.`;
    this.#status(done[0].toUpperCase() + done.slice(1));
  }

  /** What the answer says besides passages; a kind that has no place in a box (a comparison) is a link to it. */
  #answer(query, answer) {
    if (answer.kind === "statements") return this.#statements(answer);
    if (answer.kind === "agreements") return this.#agreements(answer);
    if (answer.answers.length) return this.#answers(query, answer);
    return answer.kind === "passages" ? [] : [make("p", {}, this.#link(this.#page("/", { q: query }), this.#texts.elsewhere))];
  }

  /** The answer by region. Roles are said because a table that is laid out as blocks loses its own. */
  #answers(query, answer) {
    const t = this.#texts;
    const heads = [t.region, t.weight, t.says].map((text) => make("th", { role: "columnheader", scope: "col" }, text));
    const title = filled(t.answer, { what: answer.topic?.label ?? query });
    const words = answer.aspects?.flatMap((one) => one.words).join(", ");
    return [
      this.#heading(title),
      words ? make("p", { class: "soft" }, filled(t.words, { words })) : null,
      make(
        "table",
        { part: "table answer", role: "table", "aria-label": title },
        make("thead", { role: "rowgroup" }, make("tr", { role: "row" }, ...heads)),
        make("tbody", { role: "rowgroup" }, ...answer.answers.map((one) => this.#row(one))),
      ),
      make("p", { class: "soft" }, t.inferred),
    ].filter(Boolean);
  }

  #row(one) {
    const t = this.#texts;
    const { agreement, region } = one;
    const quotes = one.evidence.map((of) => this.#quote({ ...of, agreement, region, text: of.quote, type: of.statement_type }));
    const note = one.level === null ? t.sheetSilent : one.level === 0 ? t.silent : "";
    const folded = quotes.slice(1);
    return make(
      "tr",
      { role: "row" },
      make(
        "th",
        { role: "rowheader", scope: "row" },
        make("span", { class: "region", lang: "da" }, one.region),
        ...this.#period(one),
        make("div", { class: "soft" }, this.#link(this.#agreementPage(one), t.agreement, one.region)),
      ),
      make("td", { role: "cell" }, this.#level(one.level)),
      make(
        "td",
        { role: "cell" },
        note && make("p", { class: "soft" }, note),
        quotes.length ? make("ul", { class: "quotes" }, quotes[0]) : null,
        folded.length
          ? make("details", {}, make("summary", {}, filled(t.more, { number: folded.length })), make("ul", { class: "quotes" }, ...folded))
          : null,
      ),
    );
  }

  #period({ period, coverage }) {
    const years = `${period.start.slice(0, 4)}–${period.end.slice(0, 4)} `;
    return [make("span", { class: "soft" }, years), ...this.#tags(period.in_force, coverage)];
  }

  #agreements(answer) {
    const items = answer.rows.map((one) => {
      const link = this.#link(this.#agreementPage(one), one.title);
      link.lang = "da";
      return make("li", {}, make("span", { class: "region", lang: "da" }, one.region), link, " ", ...this.#period(one));
    });
    return [this.#heading(this.#texts.agreements), make("ul", { part: "answer", class: "hits" }, ...items)];
  }

  #tags(inForce, coverage) {
    const t = this.#texts;
    const told = [inForce ? null : t.notInForce, coverage === "fact sheet" ? t.factSheet : null];
    return told.filter(Boolean).map((text) => make("span", { part: "tag", class: "tag" }, text));
  }

  #level(level) {
    const t = this.#texts;
    const name = level === null ? "unknown" : String(level);
    return make("span", { part: "level", class: `level level-${name}` }, shape(level), make("span", {}, level === null ? t.unknown : t.levels[level]));
  }

  #statements(answer) {
    const t = this.#texts;
    const groups = grouped(answer.rows);
    const title = filled(t.statements, { kinds: answer.types.map((type) => t.types[type] ?? type).join(", ") });
    return [
      this.#heading(answer.topic ? `${title} · ${answer.topic.label}` : title),
      ...[...groups.values()].flatMap((rows) => [
        make("p", {}, make("span", { class: "region", lang: "da" }, rows[0].region), ...this.#tags(rows[0].in_force, rows[0].coverage)),
        make("ul", { part: "answer", class: "quotes" }, ...rows.map((row) => this.#quote(row))),
      ]),
    ];
  }

  #hits(hits) {
    const items = hits.map((hit) => {
      const item = this.#quote(hit);
      item.prepend(make("span", { class: "region", lang: "da" }, hit.region));
      return item;
    });
    return make("ol", { part: "passages", class: "hits" }, ...items);
  }

  #quote({ text, type, agreement, document: of, start, end, region }) {
    const t = this.#texts;
    const place = { document: of, start, end };
    const address = this.#page(`/aftale/${encodeURIComponent(agreement)}`, place, `c-${of}-${start}`);
    return make(
      "li",
      {},
      make("blockquote", { part: "quote", lang: "da" }, text),
      make("span", { class: "place" }, make("span", { part: "tag", class: "tag" }, t.types[type] ?? type), this.#link(address, t.place, region)),
    );
  }

  #agreementPage({ agreement }) {
    return this.#page(`/aftale/${encodeURIComponent(agreement)}`);
  }

  /** Where a page of the service is, in the language of the box. */
  #page(path, parameters = {}, fragment = "") {
    const given = new URLSearchParams(this.#language === "da" ? parameters : { ...parameters, lang: this.#language });
    return `${this.#server ?? ""}${path}${given.size ? `?${given}` : ""}${fragment ? `#${encodeURIComponent(fragment)}` : ""}`;
  }

  /** A link; `region` tells it from others of the same words to who hears them out of their place. */
  #link(href, text, region = "") {
    return make("a", { part: "link", href, "aria-label": region ? `${text}, ${region}` : null }, text);
  }
}

/** The rows of each agreement, in their order. */
function grouped(rows) {
  const groups = new Map();
  for (const row of rows) groups.set(row.agreement, [...(groups.get(row.agreement) ?? []), row]);
  return groups;
}

/** Three dots, filled by the level; three dashes where it is not known. The word beside it says the same. */
function shape(level) {
  const draw = (name, attributes) => {
    const made = document.createElementNS("http://www.w3.org/2000/svg", name);
    for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
    return made;
  };
  const drawing = draw("svg", { viewBox: "0 0 44 14", "aria-hidden": "true" });
  if (level === null) drawing.append(draw("path", { d: "M2 7h9m7.5 0h9m7.5 0h9", "stroke-width": "3" }));
  else drawing.append(...[7, 22, 37].map((cx, place) => draw("circle", { cx, cy: 7, r: 5.5, class: place < level ? "on" : "off" })));
  return drawing;
}

if (!customElements.get("aftale-soeg")) customElements.define("aftale-soeg", AftaleSoeg);
