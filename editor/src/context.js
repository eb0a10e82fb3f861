// What stands where in a query that is being written: which words are declared, and what is expected at the cursor.
// It reads what no parser accepts yet, and never decides what a query means: the server does.

const TOKEN = new RegExp(
  [
    String.raw`(?<comment>#[^\n\r]*)`,
    String.raw`(?<iri><[^<>"{}|^\x60\\\x00-\x20]*>)`,
    String.raw`(?<string>"""(?:[^"\\]|\\.|"{1,2}(?!"))*"""|'''(?:[^'\\]|\\.|'{1,2}(?!'))*'''|(?!"""|''')(?:"(?:[^"\\\n\r]|\\.)*"|'(?:[^'\\\n\r]|\\.)*'))`,
    String.raw`(?<open>["'][^\n\r]*|<[^\s<>=]*$)`,
    String.raw`(?<variable>[?$][\p{L}\p{N}_]+)`,
    String.raw`(?<language>@[A-Za-z]+(?:-[A-Za-z0-9]+)*)`,
    String.raw`(?<name>(?:\p{L}(?:[\p{L}\p{N}_.-]*[\p{L}\p{N}_-])?)?:(?:[\p{L}\p{N}_:-]|%[0-9A-Fa-f]{2}|\\.|\.(?=[\p{L}\p{N}_:%-]))*)`,
    String.raw`(?<word>\p{L}[\p{L}\p{N}_]*)`,
    String.raw`(?<number>\d[\d.eE]*\d|\d)`,
    String.raw`(?<other>\S)`,
  ].join("|"),
  "gu",
);
const TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type";
const TERMS = new Set(["iri", "string", "variable", "name", "number"]);
const EXPRESSIONS = new Set(["FILTER", "BIND", "HAVING"]);

/** Yields the terminals of a query, comments among them: kind, text, start and end. */
export function* tokens(text) {
  for (const found of text.matchAll(TOKEN)) {
    const kind = Object.keys(found.groups).find((name) => found.groups[name] !== undefined);
    yield { kind, text: found[0], start: found.index, end: found.index + found[0].length };
  }
}

/** Maps the prefixes that a query declares to their namespaces. */
export function declaredPrefixes(text) {
  const words = [...tokens(text)].filter((token) => token.kind !== "comment");
  const declared = {};
  words.forEach((word, place) => {
    const [name, iri] = [words[place + 1], words[place + 2]];
    if (word.text.toUpperCase() === "PREFIX" && name?.kind === "name" && iri?.kind === "iri") {
      declared[name.text.slice(0, -1)] = iri.text.slice(1, -1);
    }
  });
  return declared;
}

/** Says where a declaration of a prefix is to be put in: below the others, or below the opening comments. */
export function declarationPlace(text) {
  const line = /^[ \t]*(?:PREFIX|BASE)\b[^\n]*\n?/gim;
  const opening = /^(?:[ \t]*#[^\n]*\n|[ \t]*\n)*/.exec(text)[0].length;
  return Math.max(opening, ...[...text.matchAll(line)].map((found) => found.index + found[0].length));
}

/**
 * Says what is expected at a place of a query.
 *
 * @returns position: "prefix", "subject", "predicate", "object" or "none", or null within a comment, string or IRI;
 *   predicate: that of an object; subject: what the predicate is of; classes: IRIs of its classes, by the whole query.
 */
export function contextAt(text, from) {
  const prefixes = declaredPrefixes(text);
  const walk = new Walk((name) => expanded(name, prefixes));
  let here = null;
  for (const token of tokens(text)) {
    if (token.start < from && (token.end > from || (token.end === from && ["comment", "open"].includes(token.kind)))) {
      if (["comment", "string", "iri", "open"].includes(token.kind)) return { position: null };
    }
    if (token.start >= from) here ??= walk.here();
    walk.take(token);
  }
  here ??= walk.here();
  return { ...here, classes: walk.classes.get(here.subject) ?? [] };
}

/** Writes a name or an IRI in angle brackets as an IRI; what cannot be expanded stays. */
export function expanded(term, prefixes) {
  if (term.startsWith("<")) return term.slice(1, -1);
  const colon = term.indexOf(":");
  const space = colon < 0 ? undefined : prefixes[term.slice(0, colon)];
  return space === undefined ? term : space + term.slice(colon + 1);
}

/** Goes through the terminals of a query and knows which part of a triple comes next. */
class Walk {
  classes = new Map();
  #frames = [{ bracket: "", position: "none" }];
  #expand;

  constructor(expand) {
    this.#expand = expand;
  }

  get #top() {
    return this.#frames.at(-1);
  }

  here() {
    const { position, subject, predicate, path } = this.#top;
    return { position, predicate, subject: path ? undefined : subject };
  }

  take({ kind, text, start }) {
    if (this.#top.position === "prefix") {
      if (kind === "iri") this.#top.position = "none";
    } else if (kind === "word") this.#word(text.toUpperCase(), text);
    else if (TERMS.has(kind)) this.#term(text);
    else if (kind === "other") this.#sign(text, start);
  }

  #word(upper, text) {
    const top = this.#top;
    if (text === "a" && top.position === "predicate") return this.#term("a");
    if (upper === "PREFIX" && top.bracket === "") top.position = "prefix";
    else if (upper === "SELECT" && top.bracket === "{") top.position = "none";
    else if (upper === "GRAPH") top.position = "graph";
    else if (["TRUE", "FALSE"].includes(upper)) this.#term(text);
    else if (top.bracket === "{" && top.position !== "none") {
      Object.assign(top, { position: "subject", expression: top.expression || EXPRESSIONS.has(upper) });
    }
  }

  #term(text) {
    const top = this.#top;
    if (top.position === "graph") top.position = "subject";
    else if (top.position === "subject") Object.assign(top, { subject: text, position: "predicate", path: false });
    else if (top.position === "predicate") Object.assign(top, { predicate: this.#named(text), position: "object" });
    else if (top.position === "object") {
      if (top.predicate === TYPE && !top.path) this.#classify(top.subject, this.#expand(text));
      top.position = "after";
    }
  }

  #named(text) {
    return text === "a" ? TYPE : this.#expand(text);
  }

  #classify(subject, kind) {
    this.classes.set(subject, [...(this.classes.get(subject) ?? []), kind]);
  }

  #sign(sign, start) {
    const top = this.#top;
    if (sign === "{") this.#frames.push({ bracket: "{", position: "subject" });
    else if (sign === "[") this.#frames.push({ bracket: "[", position: "predicate", subject: `[${start}` });
    else if (sign === "(") this.#frames.push({ bracket: "(", position: "none", subject: `(${start}` });
    else if ("}])".includes(sign)) this.#close(sign);
    else if (top.position === "none" || top.bracket === "") return;
    else if (sign === ".") Object.assign(top, { position: "subject", subject: undefined, expression: false });
    else if (sign === ";") Object.assign(top, { position: "predicate", path: false });
    else if (sign === ",") top.position = "object";
    else if ("/|".includes(sign) && top.position === "object") Object.assign(top, { position: "predicate", path: true });
    else if (sign === "^" && top.position === "predicate") top.path = true;
  }

  #close(sign) {
    const opening = { "}": "{", "]": "[", ")": "(" }[sign];
    if (this.#top.bracket !== opening) return;
    const closed = this.#frames.pop();
    const top = this.#top;
    if (sign === "}") Object.assign(top, { position: top.bracket === "{" ? "subject" : "none", expression: false });
    else if (sign === ")" && top.expression) top.expression = false;
    else this.#term(closed.subject);
  }
}
