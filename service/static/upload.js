// Sends a file as soon as it is chosen, and says so beforehand; without scripts the form's button does.

const form = document.querySelector("[data-at-once]");
const file = form.querySelector("input[type=file]");
const status = form.querySelector("[data-sending]");

form.querySelector("[data-said]").hidden = false;
file.addEventListener("change", () => {
  if (file.files.length) form.requestSubmit();
});
form.addEventListener("submit", (event) => {
  if (status.textContent) event.preventDefault(); // it is on its way
  status.textContent = status.dataset.sending;
});
// A page that the browser kept shows again what it showed when it was left.
window.addEventListener("pageshow", () => {
  status.textContent = "";
});
