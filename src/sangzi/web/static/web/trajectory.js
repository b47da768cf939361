// Setting the way of a target: rows of milestones come and go, and the chart follows. Without script the server adds rows.
"use strict";
(function () {
  const form = document.querySelector("[data-trajectory]");
  if (!form) { return; }
  const body = form.querySelector(".milestones tbody");
  function show() {
    const kind = form.querySelector('[name="kind"]:checked');
    form.querySelectorAll("[data-kinds]").forEach(function (part) { part.hidden = !kind || part.dataset.kinds !== kind.value; });
    body.querySelectorAll("[data-drop]").forEach(function (button) { button.hidden = false; });
  }
  function changed() { form.dispatchEvent(new Event("rowed")); }
  form.addEventListener("change", show);
  form.addEventListener("click", function (event) {
    const drop = event.target.closest("[data-drop]");
    const more = event.target.closest("[data-more]");
    if (drop && body.rows.length > 1) { drop.closest("tr").remove(); changed(); }
    if (more) {
      event.preventDefault();
      const row = body.rows[body.rows.length - 1].cloneNode(true);
      row.querySelectorAll("input").forEach(function (input) { input.value = ""; });
      body.append(row);
      row.querySelector("input").focus();
    }
  });
  show();
  // What was typed, or put back by the browser, while the page was still loading has told nobody: it is drawn now.
  function touched(input) { return /radio|checkbox/.test(input.type) ? input.checked !== input.defaultChecked : input.value !== input.defaultValue; }
  document.addEventListener("DOMContentLoaded", function () {
    if (Array.from(form.querySelectorAll("input")).some(touched)) { show(); changed(); }
  });
}());
