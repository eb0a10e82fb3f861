// Looks: the tokens of the page's style sheet reach into the shadow root.

import { HighlightStyle } from "@codemirror/language";
import { EditorView } from "@codemirror/view";
import { tags } from "@lezer/highlight";

export const colours = HighlightStyle.define([
  { tag: [tags.keyword, tags.standard(tags.variableName), tags.operatorKeyword], color: "var(--link)", fontWeight: "600" },
  { tag: tags.atom, color: "var(--link)", fontWeight: "400" },
  { tag: tags.comment, color: "var(--soft)", fontStyle: "italic" },
  { tag: tags.string, color: "var(--level-unknown)" },
  { tag: tags.local(tags.variableName), fontWeight: "600" },
  { tag: tags.meta, color: "var(--soft)" },
]);

export const look = EditorView.theme({
  "&": {
    background: "var(--raised)",
    color: "var(--ink)",
    border: "1px solid var(--edge)",
    borderRadius: "var(--radius)",
    fontSize: "0.875rem",
  },
  "&.cm-focused": { outline: "3px solid var(--focus)", outlineOffset: "2px" },
  ".cm-scroller": { fontFamily: "var(--mono)", lineHeight: "1.5", maxHeight: "70vh" },
  ".cm-content": { caretColor: "var(--ink)", padding: "0.5rem 0" },
  ".cm-content, .cm-gutter": { minHeight: "12rem" },
  ".cm-gutters": { background: "var(--sunken)", color: "var(--soft)", border: "0", borderRadius: "var(--radius) 0 0 var(--radius)" },
  ".cm-activeLine": { background: "transparent", boxShadow: "inset 2px 0 0 var(--action)" },
  ".cm-line": { padding: "0 0.6rem" },
  "&.cm-focused .cm-matchingBracket": { background: "transparent", outline: "1px solid var(--edge)" },
  "&.cm-focused .cm-nonmatchingBracket": { background: "var(--problem)" },
  ".cm-wrong": { background: "var(--problem)", boxShadow: "inset 3px 0 0 var(--focus)" },
  ".cm-wrong-word": { textDecoration: "underline wavy var(--focus)" },
  ".cm-wrong-told": {
    background: "var(--problem)",
    borderLeft: "3px solid var(--focus)",
    padding: "0.25rem 0.6rem",
    font: "0.875rem/1.4 var(--font)",
    whiteSpace: "normal",
  },
  ".cm-tooltip": { background: "var(--raised)", color: "var(--ink)", border: "1px solid var(--edge)", borderRadius: "0.25rem" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul": { fontFamily: "var(--mono)", maxHeight: "none", maxWidth: "min(40rem, 90vw)" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > li": { padding: "0.2rem 0.5rem", lineHeight: "1.5" },
  ".cm-tooltip.cm-tooltip-autocomplete > ul > completion-section": {
    display: "block",
    padding: "0.3rem 0.5rem 0.1rem",
    border: "0",
    opacity: "1",
    color: "var(--soft)",
    font: "600 0.75rem/1.4 var(--font)",
  },
  ".cm-tooltip-autocomplete ul li[aria-selected]": { background: "var(--action)", color: "var(--on-action)" },
  ".cm-completionDetail": { fontStyle: "normal", fontFamily: "var(--font)", opacity: "1" },
  ".cm-completionMatchedText": { fontWeight: "700" },
});
