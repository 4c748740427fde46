// Copies a citation. Works from a file too, where the clipboard is closed to pages: then the text is selected.
"use strict";
function copyText(text, button, element) {
  const done = () => {
    const before = button.textContent;
    button.textContent = button.dataset.done;
    setTimeout(() => { button.textContent = before; }, 2000);
  };
  const select = () => {
    if (!element) return prompt("", text);
    const range = document.createRange();
    range.selectNodeContents(element);
    getSelection().removeAllRanges();
    getSelection().addRange(range);
    if (document.execCommand("copy")) done();
  };
  if (navigator.clipboard && isSecureContext) navigator.clipboard.writeText(text).then(done, select);
  else select();
}
document.addEventListener("DOMContentLoaded", () => {
  for (const button of document.querySelectorAll("[data-copy]")) button.hidden = false;
  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const element = button.parentElement.querySelector(".copy");
    copyText(element.textContent.trim(), button, element);
  });
});
