// The planner's keys, and the text's colours kept true to the list. Every act has a button or a link as well.
(function () {
  "use strict";

  const page = document.querySelector("[data-plan]");
  const keys = document.querySelector("[data-keys]");
  const states = ["proposed", "confirmed", "dismissed"];

  function cards() { return Array.from(document.querySelectorAll(".plan-list [data-commitment]")); }
  function marksOf(key) { return document.querySelectorAll('.mark[data-commitment="' + key + '"]'); }
  // By key, not by element: a card that was decided about comes back as another element.
  let at = "";
  function current() { return at ? document.querySelector('.plan-list [data-commitment="' + at + '"]') : null; }

  function goTo(card, quietly) {
    document.querySelectorAll(".at").forEach(function (one) { one.classList.remove("at"); });
    at = card.dataset.commitment;
    card.classList.add("at");
    marksOf(card.dataset.commitment).forEach(function (mark) { mark.classList.add("at"); });
    if (quietly) return;
    card.focus({ preventScroll: true });
    card.scrollIntoView({ block: "nearest" });
    const mark = marksOf(card.dataset.commitment)[0];
    if (mark && window.matchMedia("(min-width: 992px)").matches) mark.scrollIntoView({ block: "center" });
  }

  function step(by) {
    const all = cards();
    if (all.length) goTo(all[Math.min(Math.max(all.indexOf(current()) + by, 0), all.length - 1)]);
  }

  function press(verb) {
    const card = current();
    const button = card && card.querySelector('[data-verb="' + verb + '"]');
    if (button) button.click();
  }

  function showKeys() {
    if (keys) keys.open ? keys.close() : keys.showModal();
  }

  const ACTS = {
    j: function () { step(1); },
    k: function () { step(-1); },
    c: function () { press("confirm"); },
    d: function () { press("dismiss"); },
    e: function () { press("correct"); },
    u: function () { press("restore"); },
    "?": showKeys,
  };

  document.addEventListener("keydown", function (event) {
    if (!page || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    if (event.target.closest("input, textarea, select, [contenteditable]")) return;
    if (!ACTS[event.key]) return;
    event.preventDefault();
    ACTS[event.key]();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-keys-help]")) showKeys();
    const mark = event.target.closest(".plan-text .mark");
    const card = mark && document.getElementById("f" + mark.dataset.commitment);
    if (card) goTo(card, true);
  });
  document.addEventListener("focusin", function (event) {
    const card = event.target.closest(".plan-list [data-commitment]");
    if (card && card !== current()) goTo(card, true);
  });

  // A card that came back in another state: the text follows, and the keyboard stays where it was.
  document.addEventListener("htmx:afterSettle", function (event) {
    const card = event.detail.elt;
    if (!page || !card.dataset || !card.dataset.commitment) return;
    if (card.dataset.state) marksOf(card.dataset.commitment).forEach(function (mark) {
      states.forEach(function (state) { mark.classList.toggle("mark-" + state, state === card.dataset.state); });
    });
    if (at && at !== card.dataset.commitment) return; // the reader has gone on meanwhile
    const first = card.querySelector("input:not([type=hidden])");
    goTo(card, true);
    (card.matches("form") && first ? first : card).focus({ preventScroll: true });
  });

  // Sharing out: only what the chosen rule needs is shown.
  const cascade = document.querySelector("[data-cascade]");
  function showFor() {
    const rule = cascade.querySelector('[name="rule"]:checked');
    cascade.querySelectorAll("[data-for]").forEach(function (part) { part.hidden = !rule || part.dataset.for !== rule.value; });
  }
  if (cascade) { showFor(); cascade.addEventListener("change", showFor); }

  const named = page && location.hash.indexOf("#f") === 0 && document.getElementById(location.hash.slice(1));
  if (named) goTo(named);
})();
