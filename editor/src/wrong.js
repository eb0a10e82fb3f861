// Marks the place of the query that the server names as wrong, with its sentence below the line, until the query changes.

import { StateField } from "@codemirror/state";
import { Decoration, EditorView, WidgetType } from "@codemirror/view";

/** @param problem the page's element that tells of the error, with its line and column, or null */
export function wrongPlace(problem) {
  const line = Number(problem?.dataset.line);
  if (!line) return [];
  return StateField.define({
    create: (state) => (line <= state.doc.lines ? marks(state.doc.line(line), Number(problem.dataset.column), problem) : Decoration.none),
    update: (marked, transaction) => (transaction.docChanged ? Decoration.none : marked),
    provide: (field) => EditorView.decorations.from(field),
  });
}

/** Where the cursor belongs when a query is wrong: at the place that is named. */
export function wrongOffset(doc, problem) {
  const line = Number(problem?.dataset.line);
  if (!line || line > doc.lines) return 0;
  return Math.min(doc.line(line).from + offsetOf(doc.line(line).text, Number(problem.dataset.column)), doc.line(line).to);
}

function marks(line, column, problem) {
  const from = Math.min(line.from + offsetOf(line.text, column), line.to);
  const word = /^[^\s{}()[\];,]*|^./u.exec(line.text.slice(from - line.from))[0].length || 1;
  const found = [Decoration.line({ class: "cm-wrong" }).range(line.from)];
  if (from < line.to) found.push(Decoration.mark({ class: "cm-wrong-word" }).range(from, Math.min(from + word, line.to)));
  found.push(Decoration.widget({ widget: new Told(problem), block: true, side: 1 }).range(line.to));
  return Decoration.set(found);
}

/** The server counts characters, the editor the units of UTF-16. */
function offsetOf(text, column) {
  return [...text].slice(0, column - 1).join("").length;
}

class Told extends WidgetType {
  constructor(problem) {
    super();
    this.problem = problem;
  }

  eq(other) {
    return other.problem === this.problem;
  }

  toDOM() {
    const told = document.createElement("div");
    told.className = "cm-wrong-told";
    const sentence = this.problem.querySelector("[lang]");
    told.lang = sentence.lang;
    told.textContent = sentence.textContent;
    return told;
  }
}
