// What pages do beyond plain HTML. Every page can be read, and every form sent, without this file.
(function () {
  "use strict";

  document.documentElement.classList.remove("no-script");

  // Switcher: arrow keys walk through what was found, Escape closes it.
  document.addEventListener("keydown", function (event) {
    const switcher = event.target.closest && event.target.closest("[data-switcher]");
    if (!switcher) return;
    const found = switcher.querySelector("[data-found]");
    if (event.key === "Escape") {
      found.textContent = "";
      switcher.querySelector("input").focus();
    }
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const stops = [switcher.querySelector("input")].concat(Array.from(found.querySelectorAll("a")));
    const step = event.key === "ArrowDown" ? 1 : -1;
    const next = stops[(stops.indexOf(document.activeElement) + step + stops.length) % stops.length];
    next.focus();
    event.preventDefault();
  });

  document.addEventListener("click", function (event) {
    document.querySelectorAll("[data-switcher] [data-found]").forEach(function (found) {
      if (!found.parentElement.contains(event.target)) found.textContent = "";
    });
    document.querySelectorAll("details[data-closes][open]").forEach(function (open) {
      if (!open.contains(event.target)) open.open = false;
    });
    const closing = event.target.closest("[data-close]");
    if (closing) closing.closest(".say").remove();
    if (event.target.closest("[data-print]")) window.print();
  });

  // A second click on a button that is already sending would send twice.
  document.addEventListener("submit", function (event) {
    if (event.target.dataset.sent) event.preventDefault();
    event.target.dataset.sent = "yes";
    window.setTimeout(function () { delete event.target.dataset.sent; }, 4000);
  });
  window.addEventListener("pageshow", function () {
    document.querySelectorAll("form[data-sent]").forEach(function (form) { delete form.dataset.sent; });
  });

  // Choosing in a filter sends it; the button stays for those without script.
  document.addEventListener("change", function (event) {
    const form = event.target.form;
    if (form && form.dataset.sendsItself !== undefined) form.requestSubmit ? form.requestSubmit() : form.submit();
  });

  window.htmx && document.body.addEventListener("htmx:sendError", function () {
    const says = document.getElementById("says");
    if (says) says.innerHTML = document.getElementById("no-connection").innerHTML;
  });
})();
