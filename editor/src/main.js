// Puts an editor in the place of the form's text field. The field stays: it is what the form sends.
//
// The editor lives in a shadow root, where its styles are constructed style sheets: the page's policy allows no style
// elements, and needs no exception for it.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { bracketMatching, indentOnInput, StreamLanguage, syntaxHighlighting } from "@codemirror/language";
import { sparql } from "@codemirror/legacy-modes/mode/sparql";
import { EditorState } from "@codemirror/state";
import { EditorView, highlightActiveLine, keymap, lineNumbers } from "@codemirror/view";

import { declaration, suggestions } from "./completion.js";
import { colours, look } from "./look.js";
import { wrongOffset, wrongPlace } from "./wrong.js";

const field = document.getElementById("query");
if (field) replace(field, field.form, document.getElementById("query-hint"), document.getElementById("fejl"));

function replace(field, form, hint, problem) {
  const label = field.labels[0];
  const host = document.createElement("div");
  host.className = "editor";
  const root = host.attachShadow({ mode: "open" });
  const told = hint.cloneNode(true);
  told.removeAttribute("class"); // hidden, and read out as what describes the editor
  root.append(told);
  const view = new EditorView({
    root,
    parent: root,
    state: EditorState.create({
      doc: field.value,
      extensions: [
        lineNumbers(),
        history(),
        indentOnInput(),
        bracketMatching(),
        closeBrackets(),
        highlightActiveLine(),
        EditorView.lineWrapping,
        StreamLanguage.define(sparql),
        syntaxHighlighting(colours),
        look,
        // A list that shows all it holds needs no scrolling of its own, which only a mouse could do.
        autocompletion({ override: [offer(form.dataset)], icons: false, maxRenderedOptions: 10 }),
        EditorState.phrases.of({ Completions: form.dataset.list }),
        EditorView.contentAttributes.of({
          "aria-label": label.textContent,
          "aria-describedby": told.id,
          autocapitalize: "off",
          tabindex: "0", // as it is anyway; said so that whoever checks for keyboard access to what scrolls can see it
          spellcheck: "false",
        }),
        // Tab is left to the browser: it leads on, as in the plain form.
        keymap.of([
          { key: "Mod-Enter", run: () => (form.requestSubmit(), true) },
          ...closeBracketsKeymap,
          ...completionKeymap,
          ...historyKeymap,
          ...defaultKeymap.filter(({ key }) => key !== "Mod-Enter"),
        ]),
        wrongPlace(problem),
        EditorView.updateListener.of((update) => {
          if (update.docChanged) field.value = view.state.doc.toString();
        }),
      ],
    }),
  });
  view.dispatch({ selection: { anchor: wrongOffset(view.state.doc, problem) } });
  const focused = document.activeElement === field;
  field.before(host);
  field.hidden = true;
  hint.hidden = false;
  label.addEventListener("click", () => view.focus());
  for (const link of problem?.querySelectorAll("a[href='#query']") ?? []) {
    link.addEventListener("click", (event) => {
      event.preventDefault();
      view.dispatch({ scrollIntoView: true });
      view.focus();
    });
  }
  // Going back, the browser puts what was typed into the field after this script has run.
  addEventListener("pageshow", () => {
    const now = view.state.doc.toString();
    if (field.value !== now) view.dispatch({ changes: { from: 0, to: now.length, insert: field.value } });
  });
  if (focused) view.focus();
}

function offer(texts) {
  let asked;
  const nothing = { prefixes: {}, classes: [], properties: [] };
  const load = () => (asked ??= fetch("/api/v1/vocabulary").then((reply) => (reply.ok ? reply.json() : nothing), () => nothing));
  return async (context) => {
    const vocabulary = await load();
    const text = context.state.doc.toString();
    const found = suggestions(text, context.pos, vocabulary, texts, document.documentElement.lang, context.explicit);
    if (found === null || context.aborted) return null;
    const options = found.options.map((one) => ({ ...one, apply: (view, _, from, to) => write(view, one, from, to, vocabulary) }));
    return { from: found.from, options, validFor: /^[?$]?[\p{L}\p{N}_:.-]*$/u };
  };
}

function write(view, { label, text = label, type }, from, to, vocabulary) {
  const declared = type === "keyword" || text !== label ? null : declaration(view.state.doc.toString(), label, vocabulary);
  const changes = view.state.changes([...(declared ? [declared] : []), { from, to, insert: text }]);
  view.dispatch({
    changes,
    selection: { anchor: changes.mapPos(to, 1) },
    scrollIntoView: true,
    userEvent: "input.complete",
  });
}
