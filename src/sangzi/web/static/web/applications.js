"use strict";
/* Applications by keyboard: j and k move, x chooses, Enter opens, a admits, r refuses. Every act has a button as well. */
(() => {
  const form = document.querySelector("[data-applications]");
  const acts = document.querySelector("[data-decide]");
  const lines = form ? [...form.querySelectorAll("[data-line]")] : [];
  let at = -1;

  const boxOf = (line) => line.querySelector('input[name="a"]');
  const chosen = () => lines.filter((line) => boxOf(line)?.checked);

  const go = (to) => {
    if (!lines.length) return;
    lines[at]?.classList.remove("at-hand");
    at = Math.min(Math.max(to, 0), lines.length - 1);
    lines[at].classList.add("at-hand");
    lines[at].focus({ preventScroll: true });
    lines[at].scrollIntoView({ block: "nearest" });
  };

  const count = () => {
    const told = form.querySelector("[data-chosen]");
    if (!told) return;
    told.hidden = !chosen().length;
    told.textContent = String(chosen().length);
  };

  const press = (verb) => {
    if (acts) return acts.querySelector(`[data-verb="${verb}"]`)?.click();
    if (at >= 0 && !chosen().length && boxOf(lines[at])) boxOf(lines[at]).checked = true;
    if (chosen().length) form.querySelector(`button[value="${verb}"]`)?.click();
  };

  const mark = () => {
    const box = at >= 0 && boxOf(lines[at]);
    if (box) box.checked = !box.checked;
    count();
  };

  form?.addEventListener("change", (event) => {
    if (event.target.matches("[data-all]")) lines.forEach((line) => { boxOf(line).checked = event.target.checked; });
    count();
  });

  const keys = {
    j: () => go(at + 1),
    k: () => go(at - 1),
    x: mark,
    Enter: () => lines[at]?.querySelector(".title a").click(),
    a: () => press("admit"),
    r: () => press("refuse"),
  };

  document.addEventListener("keydown", (event) => {
    const typing = event.target.closest("input:not([type=checkbox]), select, textarea, a, button, summary");
    if (event.ctrlKey || event.metaKey || event.altKey || typing || !keys[event.key]) return;
    keys[event.key]();
    event.preventDefault();
  });

  document.addEventListener("click", (event) => {
    const usual = event.target.closest("[data-fill]");
    const box = usual && document.getElementById(usual.dataset.fills);
    if (!box) return;
    box.value = usual.dataset.fill;
    box.focus();
  });

  const named = lines.findIndex((line) => `#${line.id}` === location.hash);
  if (named >= 0) go(named);
  window.addEventListener("pageshow", () => form && count());
})();
