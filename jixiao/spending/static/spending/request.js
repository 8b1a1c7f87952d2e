// The amount of a request: thousands are grouped when the field is left; anything that is no plain amount stays as it was typed.
"use strict";
(() => {
  const plain = /^\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?$|^\d+(?:\.\d{1,2})?$/;

  function grouped(text) {
    const said = text.trim();
    if (!plain.test(said)) return text;
    const [whole, part = ""] = said.replace(/,/g, "").split(".");
    const digits = whole.replace(/^0+(?=\d)/, "");
    return `${digits.replace(/\B(?=(?:\d{3})+$)/g, ",")}.${part.padEnd(2, "0")}`;
  }

  for (const name of ["amount", "whole"]) {
    const field = document.getElementById(name);
    if (field) field.addEventListener("blur", () => { field.value = grouped(field.value); });
  }

  // A link to a field of this page puts the cursor there
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const field = link && document.getElementById(link.getAttribute("href").slice(1));
    if (field && field.matches("input, select, textarea")) {
      event.preventDefault();
      field.focus();
      field.scrollIntoView({ block: "center" });
    }
  });
})();
