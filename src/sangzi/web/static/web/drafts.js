// What somebody typed and has not sent survives an accidental reload. It is kept for this tab alone and for the account
// that typed it: computers in offices are shared.
(function () {
  "use strict";

  const NAME = "sangzi-draft:";
  const SKIPPED = ["hidden", "file", "password", "submit", "button"];

  function keyOf(form) { return NAME + form.dataset.draft + ":" + (form.getAttribute("action") || location.pathname); }
  function fieldsOf(form) {
    return Array.from(form.elements).filter(function (field) { return field.name && SKIPPED.indexOf(field.type) < 0; });
  }
  function read(key) {
    try { return JSON.parse(sessionStorage.getItem(key)); } catch (error) { return null; }
  }

  function keep(form) {
    const typed = fieldsOf(form).map(function (field) {
      const choice = field.type === "checkbox" || field.type === "radio";
      return [field.name, field.value, choice ? field.checked : null];
    });
    try { sessionStorage.setItem(keyOf(form), JSON.stringify(typed)); } catch (error) { /* full: the page warns on leaving */ form.dataset.unkept = "yes"; }
    form.dataset.changed = "yes";
  }

  function forget(form) { sessionStorage.removeItem(keyOf(form)); delete form.dataset.changed; }

  // Only where the form stands as it did: a piece more or less makes another form of it.
  function restore(form) {
    const typed = read(keyOf(form));
    const fields = fieldsOf(form);
    if (!typed || typed.length !== fields.length || typed.some(function (one, at) { return one[0] !== fields[at].name; })) return;
    let changed = false;
    typed.forEach(function (one, at) {
      const field = fields[at];
      if (one[2] === null) {
        if (field.value !== one[1]) { field.value = one[1]; changed = true; }
      } else if (field.value === one[1] && field.checked !== one[2]) { field.checked = one[2]; changed = true; }
    });
    if (changed) form.dataset.changed = "yes";
    const said = document.getElementById("draft-restored");
    if (changed && said) form.insertBefore(said.content.cloneNode(true), form.firstChild);
  }

  function eachIn(root, act) {
    if (root.matches && root.matches("[data-draft]")) act(root);
    root.querySelectorAll("[data-draft]").forEach(act);
  }

  document.addEventListener("input", function (event) {
    const form = event.target.closest("[data-draft]");
    if (form) keep(form);
  });
  document.addEventListener("change", function (event) {
    const form = event.target.closest("[data-draft]");
    if (form) keep(form);
  });
  document.addEventListener("submit", function (event) {
    if (event.target.matches("[data-draft]")) forget(event.target);
  });
  document.addEventListener("click", function (event) {
    const form = event.target.closest("[data-draft]");
    if (form && event.target.closest("[data-leave], .form-end a")) forget(form);
  });
  document.addEventListener("htmx:load", function (event) { eachIn(event.detail.elt, restore); });
  window.addEventListener("beforeunload", function (event) {
    // A chosen file, or a text too long to keep, cannot be brought back: then the browser asks first.
    const lost = Array.from(document.querySelectorAll("[data-draft][data-unkept][data-changed]"));
    if (lost.length) event.preventDefault();
  });
  eachIn(document.body, restore);
})();
