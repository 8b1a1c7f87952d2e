// One key for each thing on the page that names one: a link is followed, a button pressed, a field entered. Escape leaves a field.
"use strict";
document.addEventListener("keydown", (event) => {
  const typing = /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName);
  if (event.key === "Escape" && typing) event.target.blur();
  if (typing || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const named = document.querySelector(`[data-key="${CSS.escape(event.key.toLowerCase())}"]`);
  if (!named || named.disabled) return;
  event.preventDefault();
  if (named.tagName === "TEXTAREA") named.focus();
  else named.click();
});
