// What is offered while a query is written, from what the graph is made of (`/api/v1/vocabulary`).

import { contextAt, declarationPlace, declaredPrefixes, expanded, tokens } from "./context.js";

const WORD = /(?:[?$][\p{L}\p{N}_]*|\p{L}[\p{L}\p{N}_-]*(?::[\p{L}\p{N}_.-]*)?)$/u;
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const KEYWORDS = [
  ...["SELECT", "DISTINCT", "WHERE", "OPTIONAL", "FILTER", "UNION", "MINUS", "GRAPH", "VALUES", "BIND", "PREFIX"],
  ...["GROUP BY", "ORDER BY", "DESC", "ASC", "LIMIT", "OFFSET", "HAVING", "COUNT", "SUM", "AVG", "MIN", "MAX", "AS"],
  ...["ASK", "CONSTRUCT", "DESCRIBE", "CONTAINS", "REGEX", "LCASE", "LANG", "STR", "BOUND", "IF", "EXISTS", "NOT EXISTS"],
];

/**
 * Says what can be written at a place of a query.
 *
 * @param text the query
 * @param at the place
 * @param vocabulary prefixes, classes and properties, as the service tells them
 * @param words what headings say: own ("... {kind}"), other, classes
 * @param language "da" or "en", for the names of terms
 * @param asked whether suggestions were asked for, and not only a word begun
 * @returns from, and options: label, detail, section; null if there is nothing to say
 */
export function suggestions(text, at, vocabulary, words, language, asked) {
  const word = WORD.exec(text.slice(0, at))?.[0] ?? "";
  const from = at - word.length;
  if (!word && !asked) return null;
  const context = contextAt(text, from);
  if (context.position === null) return null;
  const options = /^[?$]/.test(word)
    ? variables(text, from)
    : ofPosition(text, word, context, new Terms(vocabulary, words, language));
  return options.length ? { from, options } : null;
}

function ofPosition(text, word, context, terms) {
  if (context.position === "prefix") return terms.declarations(declaredPrefixes(text));
  if (context.position === "predicate") return terms.properties(context.classes);
  if (context.position === "object" && context.predicate === TYPE) return terms.classes();
  if (word.includes(":")) return [...terms.classes(), ...terms.properties([])];
  return [...KEYWORDS.map((label) => ({ label, type: "keyword" })), ...variables(text, -1), ...terms.prefixes()];
}

/** The variables of a query, but for one that stands only where the cursor is. */
function variables(text, except) {
  const found = [...tokens(text)].filter((token) => token.kind === "variable" && token.start !== except);
  return [...new Set(found.map((token) => token.text))].map((label) => ({ label, type: "variable" }));
}

/** The change that declares the prefix of a name, where the query does not; null where it does. */
export function declaration(text, name, vocabulary) {
  const prefix = name.slice(0, name.indexOf(":"));
  const space = vocabulary.prefixes[prefix];
  if (!name.includes(":") || space === undefined || prefix in declaredPrefixes(text)) return null;
  const place = declarationPlace(text);
  const above = place > 0 && text[place - 1] !== "\n" ? "\n" : "";
  return { from: place, insert: `${above}PREFIX ${prefix}: <${space}>\n` };
}

class Terms {
  constructor(vocabulary, words, language) {
    Object.assign(this, { vocabulary, words, language });
  }

  declarations(declared) {
    return Object.entries(this.vocabulary.prefixes)
      .filter(([prefix]) => !(prefix in declared))
      .map(([prefix, space]) => ({ label: `${prefix}:`, detail: ` ${space}`, text: `${prefix}: <${space}>`, type: "namespace" }));
  }

  prefixes() {
    return Object.entries(this.vocabulary.prefixes).map(([prefix, space]) => ({ label: `${prefix}:`, detail: ` ${space}`, type: "namespace" }));
  }

  classes() {
    return this.#ranked(this.vocabulary.classes, "class", { name: this.words.classes, rank: 2 });
  }

  /** The properties of classes that are known, then the others. */
  properties(iris) {
    const prefixes = this.vocabulary.prefixes;
    const known = this.vocabulary.classes.filter((one) => iris.includes(expanded(one.name, prefixes)));
    const own = new Set(known.flatMap((one) => one.properties).filter((name) => name !== "rdf:type"));
    const kinds = known.map((one) => this.#label(one)).join(", ");
    const [first, others] = [
      [...own].map((name) => this.vocabulary.properties.find((one) => one.name === name)).filter(Boolean),
      this.vocabulary.properties.filter((one) => !own.has(one.name)),
    ];
    return [
      ...this.#ranked(first, "property", { name: this.words.own.replace("{kind}", kinds), rank: 0 }),
      ...this.#ranked(others, "property", { name: this.words.other, rank: 1 }),
    ];
  }

  #ranked(terms, type, section) {
    // Those used most stand first; the editor orders the names that fit equally well by `boost`.
    return terms.map((one, place) => ({ label: one.name, detail: ` ${this.#label(one)}`, type, section, boost: Math.max(-99, 50 - place) }));
  }

  #label(one) {
    return one.label[this.language] ?? one.label.da ?? one.name;
  }
}
