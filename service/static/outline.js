// Marks in the outline which section is being read, and opens the note that a link leads to.

const links = new Map([...document.querySelectorAll(".outline a")].map((link) => [link.hash.slice(1), link]));
const headings = [...links.keys()].map((id) => document.getElementById(decodeURIComponent(id))).filter(Boolean);

function current() {
  const above = headings.filter((heading) => heading.getBoundingClientRect().top < innerHeight / 3);
  return above.at(-1) ?? headings[0];
}

function follow() {
  const id = encodeURIComponent(current()?.id ?? "");
  for (const [name, link] of links) {
    if (name !== id) link.removeAttribute("aria-current");
    else if (!link.hasAttribute("aria-current")) {
      link.setAttribute("aria-current", "true");
      const list = link.closest("ul");
      list.scrollTop = link.offsetTop - list.offsetTop - list.clientHeight / 2;
    }
  }
}

// Browsers open what a link leads to by themselves; those that do not yet are helped.
function reveal() {
  document.getElementById(decodeURIComponent(location.hash.slice(1)))?.closest("details")?.setAttribute("open", "");
}

if (headings.length) {
  let asked = false;
  addEventListener("scroll", () => {
    if (asked) return;
    asked = true;
    requestAnimationFrame(() => {
      asked = false;
      follow();
    });
  }, { passive: true });
  follow();
}
addEventListener("hashchange", reveal);
reveal();
