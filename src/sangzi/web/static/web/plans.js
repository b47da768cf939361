// The planner's keys, and the text's colours kept true to the list. Every act has a button or a link as well.
(function () {
  "use strict";

  const page = document.querySelector("[data-plan]");
  const keys = document.querySelector("[data-keys]");
  const addHere = document.querySelector("[data-add-here]");
  const states = ["proposed", "asked", "confirmed", "dismissed"];

  function cards() { return Array.from(document.querySelectorAll(".plan-list [data-commitment]")); }
  function marksOf(key) { return document.querySelectorAll('.mark[data-commitment="' + key + '"]'); }
  // By key, not by element: a card that was decided about comes back as another element.
  let at = "";
  function current() { return at ? document.querySelector('.plan-list [data-commitment="' + at + '"]') : null; }

  // For this tab and this account: where somebody was, what is marked, which form is open. A reload brings it back.
  const name = page && "sangzi-plan:" + page.dataset.account + ":" + page.dataset.plan + ":";
  function remember(what, value) {
    try { sessionStorage.setItem(name + what, value); } catch (error) { return; }
  }
  function recall(what) { return (page && sessionStorage.getItem(name + what)) || ""; }

  function goTo(card, quietly) {
    document.querySelectorAll(".at").forEach(function (one) { one.classList.remove("at"); });
    at = card.dataset.commitment;
    remember("at", at);
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
    const next = all.indexOf(current()) + by;
    const onward = document.querySelector("[data-next-part]");
    if (next >= all.length && by > 0 && onward) onward.click();
    else if (all.length) goTo(all[Math.min(Math.max(next, 0), all.length - 1)]);
  }

  function press(verb) {
    const card = current();
    const button = card && card.querySelector('[data-verb="' + verb + '"]');
    if (button) button.click();
  }

  function showKeys() {
    if (keys) keys.open ? keys.close() : keys.showModal();
  }

  // Marked for merging, also across parts of a long text.
  function marked() { return recall("marked").split(",").filter(Boolean); }
  function showMarked() {
    const bar = document.getElementById("merging");
    if (!bar) return;
    const all = marked();
    const here = cards().map(function (card) { return card.dataset.commitment; });
    bar.querySelectorAll("[data-elsewhere]").forEach(function (one) { one.remove(); });
    all.forEach(function (key) {
      const box = document.querySelector('[data-verb="mark"][value="' + key + '"]');
      if (box) box.checked = true;
      if (here.indexOf(key) >= 0) return;
      const kept = document.createElement("input");
      kept.type = "hidden"; kept.name = "c"; kept.value = key; kept.dataset.elsewhere = "yes";
      bar.appendChild(kept);
    });
    bar.classList.toggle("ready", all.length > 1);
    bar.querySelector("[data-merging-count]").textContent = all.length ? all.length : "";
  }
  function merge() {
    const bar = document.getElementById("merging");
    if (bar) bar.requestSubmit ? bar.requestSubmit() : bar.submit();
  }

  // The words selected in the text, as places in the whole text. Places count characters as the server does, not halves.
  function placeOf(node, offset) {
    const line = (node.nodeType === 1 ? node : node.parentElement).closest(".plan-text [data-start]");
    if (!line) return -1;
    const range = document.createRange();
    range.setStart(line, 0);
    range.setEnd(node, offset);
    return Number(line.dataset.start) + Array.from(range.toString()).length;
  }
  function selected() {
    const chosen = window.getSelection();
    if (!chosen.rangeCount || chosen.isCollapsed) return null;
    const range = chosen.getRangeAt(0);
    const start = placeOf(range.startContainer, range.startOffset);
    const end = placeOf(range.endContainer, range.endOffset);
    return start >= 0 && end > start ? { place: start + "-" + end, box: range.getBoundingClientRect() } : null;
  }
  function add() {
    const link = document.querySelector("[data-add]");
    const chosen = selected();
    if (!link) return;
    const url = new URL(link.href);
    if (chosen) url.searchParams.set("place", chosen.place);
    location.assign(url);
  }
  function offerToAdd() {
    const chosen = selected();
    addHere.hidden = !chosen;
    if (!chosen) return;
    addHere.style.left = Math.max(8, Math.min(chosen.box.left, window.innerWidth - 170)) + "px";
    addHere.style.top = Math.min(chosen.box.bottom + 8, window.innerHeight - 120) + "px";
  }
  if (addHere) {
    document.addEventListener("selectionchange", offerToAdd);
    document.addEventListener("scroll", offerToAdd, { passive: true });
    // The selection would be gone with the click.
    addHere.addEventListener("pointerdown", function (event) { event.preventDefault(); });
    addHere.addEventListener("click", add);
  }

  const ACTS = {
    j: function () { step(1); },
    k: function () { step(-1); },
    c: function () { press("confirm"); },
    x: function () { press("dismiss"); },
    d: function () { press("dismiss"); },
    e: function () { press("correct"); },
    u: function () { press("undo"); },
    s: function () { press("split"); },
    m: function () { press("mark"); },
    M: merge,
    b: function () { press("bind"); },
    a: add,
    "/": function () { const box = document.querySelector("[data-find]"); if (box) { box.focus(); box.select(); } },
    "?": showKeys,
  };

  document.addEventListener("keydown", function (event) {
    if (!page || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const typing = event.target.closest("input:not([type=checkbox]), textarea, select, [contenteditable]");
    if (typing && event.key === "Escape") {
      const form = typing.closest(".plan-list .commitment-form");
      const leave = form && form.querySelector(".form-end a");
      leave ? leave.click() : typing.blur();
    }
    if (typing || !ACTS[event.key]) return;
    event.preventDefault();
    ACTS[event.key]();
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest("[data-keys-help]")) showKeys();
    const mark = event.target.closest(".plan-text .mark");
    const card = mark && document.getElementById("f" + mark.dataset.commitment);
    if (card) goTo(card, true);
  });
  document.addEventListener("change", function (event) {
    if (!event.target.matches('[data-verb="mark"]')) return;
    const others = marked().filter(function (key) { return key !== event.target.value; });
    remember("marked", (event.target.checked ? others.concat(event.target.value) : others).join(","));
    showMarked();
  });
  document.addEventListener("submit", function (event) {
    if (event.target.id === "merging") remember("marked", "");
  });
  document.addEventListener("focusin", function (event) {
    const card = event.target.closest(".plan-list [data-commitment]");
    if (card && card !== current()) goTo(card, true);
  });

  // A card that came back in another state: the text follows, and the keyboard stays where it was.
  document.addEventListener("htmx:afterSettle", function (event) {
    const card = event.detail.elt;
    if (!page || !card.dataset || !card.dataset.commitment) return;
    remember("form", card.matches("form") ? card.getAttribute("action") : "");
    if (card.dataset.state) marksOf(card.dataset.commitment).forEach(function (mark) {
      states.forEach(function (state) { mark.classList.toggle("mark-" + state, state === card.dataset.state); });
    });
    if (card.dataset.state && card.dataset.state !== "proposed") {
      remember("marked", marked().filter(function (key) { return key !== card.dataset.commitment; }).join(","));
    }
    showMarked();
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

  // After a reload: the same commitment, and the form that was open, with what was typed (drafts.js).
  function takeUpAgain() {
    const named = location.hash.indexOf("#f") === 0 && document.getElementById(location.hash.slice(1));
    const card = named || document.querySelector('.plan-list [data-commitment="' + recall("at") + '"]');
    if (card) goTo(card, !named);
    showMarked();
    const form = recall("form");
    const link = form && document.querySelector('.plan-list a[hx-get="' + form + '"]');
    if (link) link.click();
  }
  if (page) {
    const listed = window.htmx ? "load" : "DOMContentLoaded"; // htmx takes the links over first
    document.readyState === "complete" ? takeUpAgain() : window.addEventListener(listed, takeUpAgain);
  }
})();
