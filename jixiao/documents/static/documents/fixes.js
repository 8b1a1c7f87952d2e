// The button says how many are ticked.
"use strict";
(() => {
  const form = document.getElementById("fixes");
  if (!form) return;
  const count = form.querySelector("[data-count]");
  const button = count && count.closest("button");
  form.addEventListener("change", () => {
    const ticked = form.querySelectorAll('input[name="finding"]:checked').length;
    count.textContent = " " + ticked;
    button.disabled = ticked === 0;
  });
})();
