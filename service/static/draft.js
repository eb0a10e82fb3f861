// Tells how far a contribution is without loading the page again; without scripts the page loads itself.

const waiting = document.querySelector("[data-waiting]");

async function look() {
  const response = await fetch(window.location.href, { headers: { Accept: "text/html" } });
  const page = new DOMParser().parseFromString(await response.text(), "text/html");
  const next = page.querySelector("[data-waiting]");
  if (!response.ok || !next) {
    window.location.reload();
    return;
  }
  for (const name of ["[data-what]", "progress"]) {
    const [shown, now] = [waiting.querySelector(name), next.querySelector(name)];
    if (shown && now && name === "progress") shown.value = now.value;
    else if (shown && now && shown.textContent !== now.textContent) shown.textContent = now.textContent;
  }
  window.setTimeout(look, 1500);
}

if (waiting) window.setTimeout(look, 1500);
