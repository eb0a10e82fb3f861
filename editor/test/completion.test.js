import assert from "node:assert/strict";
import { test } from "node:test";

import { declaration, suggestions } from "../src/completion.js";

const VOCABULARY = {
  prefixes: { aft: "http://x/aft#", skos: "http://x/skos#", rdf: "http://www.w3.org/1999/02/22-rdf-syntax-ns#" },
  classes: [
    { name: "aft:Goal", label: { da: "mål", en: "goal" }, count: 9, properties: ["rdf:type", "aft:text", "aft:strength"] },
    { name: "skos:Concept", label: {}, count: 3, properties: ["skos:prefLabel"] },
  ],
  properties: ["rdf:type", "aft:text", "aft:strength", "skos:prefLabel"].map((name) => ({ name, label: { da: `(${name})` }, count: 1 })),
};
const WORDS = { own: "Egenskaber ved {kind}", other: "Andre egenskaber", classes: "Klasser" };
const AFT = "PREFIX aft: <http://x/aft#>\n";

function offered(marked, asked = true) {
  const place = marked.indexOf("|");
  return suggestions(marked.replace("|", ""), place, VOCABULARY, WORDS, "da", asked);
}
const labels = (marked, asked) => offered(marked, asked)?.options.map((one) => one.label) ?? null;

test("after a class its properties come first, under its name", () => {
  const { options } = offered(`${AFT}SELECT * { ?s a aft:Goal ; | }`);
  assert.deepEqual(options.map((one) => one.label), ["aft:text", "aft:strength", "rdf:type", "skos:prefLabel"]);
  assert.deepEqual(options.map((one) => one.section.name), [
    ...Array(2).fill("Egenskaber ved mål"),
    ...Array(2).fill("Andre egenskaber"),
  ]);
  assert.ok(options[0].boost > options[1].boost);
});

test("a class is known by its IRI, whatever prefix the query has for it", () => {
  assert.equal(labels("PREFIX my: <http://x/aft#> SELECT * { ?s a my:Goal ; te| }", false)[0], "aft:text");
});

test("after a, and after rdf:type, classes are offered", () => {
  assert.deepEqual(labels("SELECT * { ?s a aft:|", false), ["aft:Goal", "skos:Concept"]);
  assert.deepEqual(labels("PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#> SELECT * { ?s rdf:type |"), ["aft:Goal", "skos:Concept"]);
});

test("a variable is completed from the others of the query, and not from itself", () => {
  assert.deepEqual(labels("SELECT ?goal { ?goal ?p ?region . ?g| }", false), ["?goal", "?p", "?region"]);
});

test("a declaration is completed as a whole, once", () => {
  const { options } = offered(`${AFT}PREFIX s|`, false);
  assert.deepEqual(options.map((one) => one.text), ["skos: <http://x/skos#>", "rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>"]);
});

test("nothing is offered unasked where no word is begun, nor in comments and texts", () => {
  assert.equal(offered("SELECT * { |", false), null);
  assert.equal(offered("# se|"), null);
  assert.equal(offered('SELECT * { ?s ?p "se|" }'), null);
});

test("keywords, variables and prefixes are offered elsewhere", () => {
  const found = labels("SELECT ?x { ?x ?p ?o . F|", false);
  assert.ok(["FILTER", "?x", "aft:"].every((label) => found.includes(label)));
});

test("a prefix that the query lacks is declared, once", () => {
  assert.deepEqual(declaration("SELECT *", "aft:text", VOCABULARY), { from: 0, insert: "PREFIX aft: <http://x/aft#>\n" });
  assert.deepEqual(declaration("PREFIX b: <http://b/>", "aft:text", VOCABULARY), { from: 21, insert: "\nPREFIX aft: <http://x/aft#>\n" });
  assert.equal(declaration(`${AFT}SELECT *`, "aft:text", VOCABULARY), null);
  assert.equal(declaration("SELECT *", "other:text", VOCABULARY), null);
  assert.equal(declaration("SELECT *", "?x", VOCABULARY), null);
});
