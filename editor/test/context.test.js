import assert from "node:assert/strict";
import { test } from "node:test";

import { contextAt, declarationPlace, declaredPrefixes } from "../src/context.js";

const AFT = "PREFIX aft: <http://x/aft#>\n";

/** What is expected at the bar of a text. */
function at(marked) {
  const place = marked.indexOf("|");
  return contextAt(marked.replace("|", ""), place);
}

for (const [marked, position] of [
  ["|", "none"],
  ["PREFIX |", "prefix"],
  ["SELECT |", "none"],
  ["SELECT * { |", "subject"],
  ["SELECT * { ?s |", "predicate"],
  ["SELECT * { ?s aft:text |", "object"],
  ["SELECT * { ?s aft:text ?t ; |", "predicate"],
  ["SELECT * { ?s aft:text ?t , |", "object"],
  ["SELECT * { ?s aft:text ?t . |", "subject"],
  ["SELECT * { ?s aft:text 3.5 . ?t |", "predicate"],
  ["SELECT * { ?s aft:region/|", "predicate"],
  ["SELECT * { ?s ^|", "predicate"],
  ["SELECT * { ?s aft:region/rdfs:label |", "object"],
  ["SELECT * { ?s aft:text [ |", "predicate"],
  ["SELECT * { ?s aft:text [ aft:p ?o ] ; |", "predicate"],
  ["SELECT * { OPTIONAL { ?s |", "predicate"],
  ["SELECT * { OPTIONAL { ?s ?p ?o } ?t |", "predicate"],
  ["SELECT * { FILTER (?a > |", "none"],
  ["SELECT * { FILTER (?a > 1) ?s |", "predicate"],
  ["SELECT * { FILTER EXISTS { ?s ?p ?o } (?a ?b) |", "predicate"],
  ['SELECT * { FILTER regex(?a, "x") ?s |', "predicate"],
  ["SELECT * { BIND (1 AS ?one) |", "subject"],
  ["SELECT * { GRAPH ?g { ?s |", "predicate"],
  ['SELECT * { (?passage ?score) aft:search ("unge" 20) . ?s |', "predicate"],
  ["SELECT * { { SELECT (COUNT(?x) AS ?n) { ?x |", "predicate"],
  ["SELECT * { ?s ?p ?o } ORDER BY |", "none"],
  ["# a comment |", null],
  ["SELECT * { ?s ?p <http://x|", null],
  ['SELECT * { ?s ?p "text |', null],
  ['SELECT * { ?s ?p "te|xt" }', null],
  ['SELECT * { ?s ?p "it # is a text" ; |', "predicate"],
]) {
  test(`${marked} expects ${position}`, () => assert.equal(at(marked).position, position));
}

test("the classes of a subject are known from anywhere in the query", () => {
  assert.deepEqual(at(`${AFT}SELECT * { ?s a aft:Goal ; |`).classes, ["http://x/aft#Goal"]);
  assert.deepEqual(at(`${AFT}SELECT * { ?s | ?o . ?s a aft:Goal , <http://x/B> }`).classes, ["http://x/aft#Goal", "http://x/B"]);
  assert.deepEqual(at(`${AFT}SELECT * { ?s a aft:Goal . ?t | }`).classes, []);
  assert.deepEqual(at(`${AFT}SELECT * { ?x aft:goal [ a aft:Goal ; | ] }`).classes, ["http://x/aft#Goal"]);
});

test("beyond the first step of a path the class is not known", () => {
  assert.deepEqual(at(`${AFT}SELECT * { ?s a aft:Goal ; aft:region/| }`).classes, []);
});

test("prefixes are read from declarations only", () => {
  const query = `# PREFIX c: <http://c/>\n${AFT}prefix b: <http://b/> SELECT * { ?s b:p "PREFIX d: <http://d/>" }`;
  assert.deepEqual(declaredPrefixes(query), { aft: "http://x/aft#", b: "http://b/" });
});

test("a declaration goes below the others, or below the opening comments", () => {
  assert.equal(declarationPlace(""), 0);
  assert.equal(declarationPlace("SELECT *"), 0);
  assert.equal(declarationPlace("# about\n\nSELECT *"), 9);
  assert.equal(declarationPlace(`# about\n${AFT}\nSELECT *`), 8 + AFT.length);
});

test("a text without any sense is read all the same", () => {
  for (const text of ["}}}", ")]", "a a a", "<<<", '"""', "PREFIX PREFIX :", "?", "{".repeat(5000), "\u0000\ud800"]) {
    assert.ok(contextAt(text, text.length));
  }
});
