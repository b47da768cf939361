"use strict";
/* One key for each statement: 1 to 3 choose, j and k go on and back, n makes a new indicator. */
(() => {
  const page = document.querySelector("[data-bind-all]");
  if (!page) return;
  const cards = [...page.querySelectorAll("[data-bind-card]")];
  const named = cards.findIndex((card) => `#${card.id}` === location.hash);
  let at = Math.max(named, 0);

  const go = (to) => {
    if (!cards.length) return;
    cards[at].classList.remove("at-hand");
    at = Math.min(Math.max(to, 0), cards.length - 1);
    cards[at].classList.add("at-hand");
    cards[at].focus({ preventScroll: true });
    cards[at].scrollIntoView({ block: "nearest" });
  };

  page.addEventListener("focusin", (event) => {
    const card = event.target.closest("[data-bind-card]");
    if (!card) return;
    cards[at].classList.remove("at-hand");
    at = cards.indexOf(card);
    card.classList.add("at-hand");
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.target.closest("input, select, textarea")) return;
    if (!cards.length) return;
    if (event.key === "j") go(at + 1);
    else if (event.key === "k") go(at - 1);
    else if (event.key === "n") cards[at].querySelector("[data-new]").click();
    else if (/^[1-3]$/.test(event.key)) cards[at].querySelector(`[data-choice="${event.key}"]`)?.click();
    else return;
    event.preventDefault();
  });

  go(at);
})();
