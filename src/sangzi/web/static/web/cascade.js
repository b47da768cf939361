// Sharing a target out: only the parts of the form that the chosen rule and figure use are shown. Without script all are.
"use strict";
(function () {
  const form = document.querySelector("[data-cascade]");
  if (!form) { return; }
  function show() {
    const rule = form.querySelector('[name="rule"]:checked');
    const figure = form.querySelector('[name="figure"]');
    form.querySelectorAll("[data-rules]").forEach(function (part) {
      part.hidden = !rule || !part.dataset.rules.split(" ").includes(rule.value);
    });
    form.querySelectorAll("[data-figures]").forEach(function (part) {
      part.hidden = !figure || !figure.value.startsWith(part.dataset.figures);
    });
  }
  show();
  form.addEventListener("change", show);
}());
